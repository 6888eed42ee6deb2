"""An .xls workbook as LibreOffice writes it: formats, an error, days, a hidden row, a group, two sheets.

Its first sheet: numbers shown as `0007`, amounts of a thousand dollars, of an error and of twelve thousand
shown as 12, shares as percents, days, hours that go on, flags, times of day.
"""

from __future__ import annotations

import base64
import zlib

_PACKED = (
    "c-rk)TWpj?6h8Cs?DpSM%C=A_g)Z9*_qHxjpe^(Q1%;rgQBWf#Qrd+UwwIKez=KjiUI-",
    "={9=rr&FokkSyu?HwP=q&(8hOD)qY03hsQ9oLjUf@%@0@>j`6*q}3!0!ko9~~QGq*G6oH;YI7r)NBeDs67D>Q(Xk%w-",
    "@{p54;6fiDP2oPC@cPk!`C)n{ZdZ6g0N!f-",
    "P_VWU4^EAK){6M;~afV69=)XfxP$zyp6r$DCfwY@;({N}qJjOlVQ2N{&V!NTz*!&}(pW`>jaSw2>{m*fq_y2ex6PVx}0h9$~0~3K",
    "sK#uqX(G(yTm<r?p(}3wfJ`e<E03o0NC<KatVqhjP3z!Ye0p<epfcZcPPzsa*4*_AbmW3u|EJl6_u+;D>kyeext(4@qVMU*p&W!(",
    "(O)j>-",
    "0*`oKpBKNl3N%s|`$m0Jv^n%|(Mpk_NwEy);H1?`!&faj0%X#A!v93R)#87kIto=7pMJ)w6X{=;Z=rlM@m2J(^!ZLW3*d?0i=V$D",
    "+dxs8s;4H3QX6eSBy2;AJi5R;Y>%|y{h?M!4YwLiZBS=WAMdh9A{~+Lrf5+6=@@G{3<~NTI?mf`V{vh5dAM>@QAtrzxQr{(sGnsI",
    "&kX7;I>B4ArKPc~y}hw)Hz=sb(Mh)9#@0<$?d?41DIT;{3ghTB*U4Zdmu0*5(I4@UD>R%7F`wlX{_jKMTf^kj|Bl}W-3_Ma`A+-",
    "TK>pkm{E`&>c`5k*LHS8}LIe579KIgNKc0f$pMrlP1^;9U{;3rF(|7R?TPXBWoYO$BN7AfbpQPEnTGENVX_8Lr^~N{LhChJAXPdl",
    "b(p7=3(JOVGuGi(dT36^Q-~bM-mUIpsX{fJ4?K-qsrz`a#;=rTmys`nJ^)D;BhVXy`F!rp-",
    "<co<KZRZfR==Q@%x$=u>T#N(NXJ}~CUWJ3zKBwyNt)t-efOE9k*v~eOPWw-su7A;6a^z-",
    "6SXPBPtQY7qsAF=0hg7l7)f^7g3<z6;rG)hoECj+%LUEaH&_1WG0*h?GVo)<1jaFb)$QDSCYVGCha=jSYF!#vS3x!{UR0dcqy5b_",
    "529aGR1uSV-95;gu>i0S#HrqMCZ5Pimsm0d^=a>oHam-{uH!aX3hvh8MQvjMNt)G7F>XN+L=Y-",
    "!2PQKCNOtw6gsJ$qi*YkuoU%vaKZQ}Z|UwALccNQfi`l)udD?cZhkJZj~<&Wa9@IxvRn_HNzMCE4q_MhK;xi*n1+JG9HUXW#zI%r",
    "QYE6tR|aaO)C*;c^hOPnJ>O%R?MglCBhIXq=}9v3eJ-c7lRIhQXoC54homMqa{qU1rzlPqbJbh6|{$(t<sQ1T^9X(+Lo&PvG-",
    "t>z&2A}p!odKWY;mCVlC`xKWw*4GqzX98dRzL2Y5=0yuLdY~7Dx$@}rDbV)(I-",
    "j)miR4NyuttHDubkFta$#ipruMAN<d(t`DGH4gmPp~3Rpg_@QdlB?V%#(eDi+%3boOBS9m-",
    "iA3pf>`d5MLxj8Jr^P_hI|gpwtk`lXgf@`xC-j2IpfgB9k~SqM4%&XDx=$eeG!!F1j9<#`W&Zkc*k&jz7OwJeDzg?g0bLmf-",
    "<Bc+=l<45jSdYnxkTjOk_m~FxiTO3Xh3ya(6*c_)vEHKEsz@l{N$9>o}YOHMf$md+Gh?dK?;2XT-",
    "REY^d+Yqz1+3tZ<;w>`T&7YtLW%H}#H?jGZYop)Zz#JajHVe6JW{<#Tw##NTdYcWE6kb-Ibmt8kur241cB&rcE&Nzpb9d*?&aFM6",
    ")w`M_(NN{m()CSSBGG6>++bzf)~ywzdHX8oY#1@!ij&xSka6kqfwzCV(a;(={i;p#XMgxD+v9cfHdaQ%?3HWGJGs&5uGNJ99&>p2",
    "ns@UdbCCUf(|H4PpU$pGN7wFMQ8Mph%e-srT(aDiFYn9l-",
    "}8fV=kNFW<r;J8t4l}9rUeeahV_@+cy|>a8v}Ta=AECo?gU(GeAN7}K<2H_^%bVR&UHOvU9ITqdMeVrv#qn^P93p+7nLobG5Tlde",
    "*XU__8$-",
    "f2J6E<an1>s^fYGgrX9FYvm85yEq}Hg_>P~%hw;B!Zbo9C*JIvx>Y@h7uzf`HdtCp)4W$oz^V(#bX`m=YMr=R6!3_8RzeVQ1I{8n",
    "6o}}lo{&s2-+pmQeY!#a@r-#~*@3_ZUbIknSVd%dcxR9KG6=rA_86x6=!;`0C1naMm2kO}Wzf6Av)HXun",
)


def old_workbook() -> bytes:
    """Return the bytes of the file."""
    return zlib.decompress(base64.b85decode("".join(_PACKED)))
