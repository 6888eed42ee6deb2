"""The pairs of neighbouring letters that occur in words of each language, two signs for a pair.

At least one letter of a pair is no plain Latin one; a space is the beginning or the end of a word.
They are counted in names of countries, languages, currencies, months, people and places.
"""

from __future__ import annotations

PAIRS = {
    "de": (
        " ä ö üaßbäböbücädädödüeßeäfäföfügägögühähéhöhüißjäjöjükäkökülälölümämémömünänénönüoßpäpöpürärérörü"
        "säsésösütätötüußvöwäwüzäzöß ßeßfßlßnßrßwäbäcädäfägähäiäkälämänäqäräsätäué éiéléuöböcödöeöfögöhöiöl"
        "ömönöpörösötövöwöxößü übücüdühükülünürüsütüß"
    ),
    "fr": (
        " à â ç é î œaçaéaîaïaôbâbèbébêcâcècécôdèdédôeïeñfèféfûgègégûhâhèhéhîhôièiéiêjàjékélàlâlèlémèmémêmî"
        "nçnènénênüoèoéoëoîoïoùoûpâpèpépêpürârçrèrérêrîrôrûsèsésûtètétêtîtôuèuéuêuïuñvèvévêwéxéyèyézéà âbâc"
        "âgâhâmânâtçaçoè ècègèlèmènèqèrèsètèvèzé éaébécédéeéfégéiéjékéléménéoépéqérésétéuévéwézêcêlêmêqêtêv"
        "ëlî îlînîtï ïcïdïeïgïkïlïmïnïqïrïsïtïwñiñoôlômônôpôtù ûlûrûtüküsœu"
    ),
    "it": (
        "còcódìdòdùfèhéiàiòiùlàlìlílòlómémìnànénínòoàoèpàpépòràrèrìríròrùsàsìsòtàtìtòuèvòzòà è é élétì í ív"
        "ò ónórù "
    ),
    "es": (
        " á é í ñ úaéaíañaúbábébíbóbúcácécícódádédídódúeñeóeúfáféfífúgágégígógúgühéhíhúiáiéiñiójájéjójúkáké"
        "lálélílólúmámémímómúnánénínónúoéoíoñpápépípópúpürárérírórúsásésísótátétítótúuáuéuíuñvávévívówáwéwó"
        "yáyéyózázóá áaábácádáeáfágáháiálámánárásátáuáváxázáñé éaébécédéeégéiélénépéqérésétévéxí íaíbícídíe"
        "ífígílímíníoírísítíññañeñiñoñíó óbódófólómónópórósótóxózóñú úaúbúdúgúlúmúnúsútúzúñüküí"
    ),
    "pt": (
        " à á â é í óaçaéaíaúbábâbãbébóbúcácâcãcécêcícócôdádâdãdédêdódôdúeçeíeóeúfáfâfãféfígágâgãgégígóháhã"
        "héhúiáiãiçiéiêiíióiújãjéjójúkélálâlãlélêlílólôlúmámâmãmémêmímómômõmúnánânãnçnénênínónúoáoãoçoéoêoí"
        "pápãpépêpípópúrárârãrçrérêrírórõrúsásâsãsésísõtátâtãtétêtítótôtõtúuáuâuçuéuêuívávãvévêvíxãxézâzézê"
        "à á ábácádáfágálápáqárásátáuáváxázâmânã ãeãoçaçoçáçãçõçúé ébécédégéiéléménéqérésétévéxê êmênêrêsêt"
        "êuêxêzíaíbícídígílímíníoípírísítívíçó óbódófógóiólónópórósótóvôaômônõeúbúcúdújúlúnúrúsút"
    ),
    "ca": (
        " à è íaçaèaïaúbàbèbòbóbúcàcècòcódàdèdídòdúeàeçeïeòfèfífògàgègígògúgühàhéhíiàièiòióiüjàjújükúlàlèlí"
        "lòlómàmèmémímòmómúnçnènínònúnüoàoçoèoípèpípópúpüràrçrèrírúsàsèsésísòsósútàtètítòtótúuàuèuéuíuïvàvè"
        "vòwòxèxéxíxóxúyàyèyéyúzàà àbàcàfàhàiàkàlàmànàqàràsàtàuàvç çaçoçuè ècèlènèrèsètèxé éléqí íaíbídífíg"
        "ílímíníoípírísítívïfïnïsòlòmònòpòròsòtó óeónóróvú úbúiúlúmúnúrúsü üeükülürüí"
    ),
    "nl": (
        " éaëaïbéböcódüeëeïféhéhöièiëjèkölómémönüoéoëoïpüréröséuïvéègèné éeéléménéuééë ëlëmënërïaïeïnïrïsït"
        "ónóröeökölönösükümüs"
    ),
    "da": (
        " å æ øbåbæbødådædøeæeøfåfæféføgågægøhähåhæhéhøiøjæjöjøkåkækökøkülålælømåmæmémønånænénønüoøpåpæpørå"
        "rærérørüsåsæsøtåtætøvåvævøxøänå åbådåeågåkålåmånåråsåvæ æaæbædægæiækælæmænæoæpæræsætævé ésölø øaøb"
        "ødøeøføgøiøjøkølømønørøsøtøvøyücügüs"
    ),
    "nb": (
        " å øbødøeæfæføgågæhåhéhøiøjøkåkølélømånænøpårårærérøsæsøtætøuøvåvæådågåkålåråsåtåvælæræsæté éeéléu"
        "ø øaødøeøgøkølømønørøsøvøy"
    ),
    "sv": (
        " ä å öaéaöbäbödédöeäeåeöfäfögägågöhähåhéhöjäjökäkåkékölälålélömämåmémönänénönüpürärårérösäsåsésötä"
        "tåtöuöväyéyözéäcädägälämänäräsätäväxå ådågåhåkålånåråsé éaéeéiélénéséuö öaöbödöfögöhöiölömönöpörös"
        "ötövüküs"
    ),
    "fi": (
        " ä šaäašbödédödžeäfäföhähéiäiöišjäjökäkökšlälömämåmémšnänöpäpörärérösäsötätötšušvävöwäyäyéyözéä äa"
        "äeäfägähäiäjäkälämänäpäräsätäväyäääöé élénö öaöbögökölömönöpörösötöyööš šašešišmšnšoštšuž žažižpžu"
    ),
    "is": (
        " á í ó ú þaáaíaðaóbábíbóböbúcídædídódúdýeíeóeþfáfæfífðfóföfúgágígógúgþháhíhóhöhúiðjájíjójúkíkókökú"
        "kýlálælílólölúlýmámímómömúnánænénínónúnýpápæpépípópöpúrárærérírðrórörúsásæsésísósúsýtátætétítótötú"
        "uðvævívóxíyðzáá ádáeágákálámánárásátázáíáþæ ægæjæmænæræsæðégékélérésétéuí íaíbídíeígíhíkílímínípír"
        "ísítíuívíóíúíþð ðaðbðeðfðhðiðjðlðsðuðvó óaóbódógóiókólómónópórósótóvóðóþöfögökölönörösöðú úaúbúdúe"
        "úgúiújúkúlúmúnúpúrúsútúvúxúíúóýaýgýjýnýpýrýsýðþeþjþrþíþý"
    ),
    "et": (
        " õ ü š žaüašbõbüdõdžežfägõhähõišjäjõjükäkõkökükšlälõlölülžmämõmömümšnänõnünšožpäpõpürõrörüršsäsösü"
        "tätõtütšušvävõädäeägähäiälänäräsätääõ õbõdõeõgõhõiõkõlõmõnõrõsõtõuõvõzõõõšö ölönötööü üaüdüfühükül"
        "ümünüpürüsütüvüüüššašešiškšmšnšoštšušvžažbždžežižkžožpžu"
    ),
    "lv": (
        " ā č ē ģ ī ķ ņ š žačaēaķaļaņašaūažbābčbēbūcācīdādēdīdūdžeāečeģeķeļešeūfāfēfšgāgēgīgļgšgūhāhēiāičiķ"
        "iļiņišiūjājējījūkākēkīkļkšlālčlēlīlūlžmāmēmīmšmūnānčnēnīnšoāoģoļoņpāpēpīpūrārērīršrūsāsītātčtētītū"
        "uāučuēuīuņušvāvēvīzāzēzīzņā ābācādāfāgājākālāmānārāsātāvāzāļāņāžčačečičočučvčīē ēcēdējēkēlēmēnērēs"
        "ētēvēzēģēķēņģeģiģuī ībīcīdīgīkīlīnīpīrīsītīvīzīļīņķeķiķtķuķīļaļeļfļkļlļmļnļrļsļuļāļģņaņeņiņjņsņuņē"
        "ņšš šašdšešišjšlšmšošršsštšušvšāūcūdūfūlūmūnūrūsūtūzūšžažižožpžužāžēžīžū"
    ),
    "lt": (
        " č š žačašaūažbčbėbūbųcūcųdėdūdųdžečešežfųgėgūgųhųičišiūiųižjėjūjųkėkškūkųlėlųlžmėmšmūmųnčnėnšnųoš"
        "pčpėpūpųrėršrūrųržsąsėsųtėtūtųučušužvėvųyčyšzųąsčačečičočpčučųė ėdėjėlėnėrėsėtš šašešiškšmšnšošršt"
        "šušvšyšųūbūgūnūrūsūtūzūčų ž žažežižnžožsžužyžė"
    ),
    "pl": (
        " ć ł ś ź żaćałańaśaźażbóbąbłcócącłdódądędłdźdżećełeńeśeźeżgógągęgłhóhęhłióiąićięiłińiśiżjójąjęjśkó"
        "kąkękłlóląlęmómąmęmłmżnónąnęoćołońośoźożpópępłpśrórąręrłrżsósąsęsłtótątętłućułuńuśuźużwówąwęwłyćył"
        "yńyśyżzózązęzłóbócódógójólórósótówózółóźóżą ąbącądągąkąpąsątąząćążć ćdćkćwę ębęcędęgękępęsętęzęćęś"
        "ężł łałbłcłdłełgłkłmłnłołpłsłtłułwłyłzłółąłęłłłżń ńcńkńsś ścśkślśmśnśpśrśwśćź źdźlźmźnźrźwż żażbżd"
        "żeżiżkżlżmżnżożużwżyżóżę"
    ),
    "cs": (
        " á é í ú č ň ř š žaúačaďaňařašaťažbábíbýbčběbřbšcécícůdádédídýdčdědřdšdůdžeáečeďeňeřešežféfófšgágó"
        "gšháhéhíhúhýhřhšhůiáiéiíióičiňiřišižjájíjčjšjůkákäkékókýkčkřkškůlálélílólúlülýlčlňlšlůlžmámémímómü"
        "mýmčměmřmšmůmžnánénínónýnčněnšnůnžočoňořošožpápépípýpčpěpřpšpůrárérírórýrčršrůržsásésísúsýsťsůtáté"
        "títýtčtětřtštůuáučuďuňuřušuťužvávévívývčvěvřvšvůvžwšyčyňyřyšyťyžzázézízózýzřzšzůá ábácádágáhájákál"
        "ámánápárásátávázáčáňářášážä é écédéféhékéléménérésétévézéčéřéší íbícídíhíiíjíkílímínípírísítívízíč"
        "íňíříšížódógólómónóróšúcúdúhúkúlúmúnúpúrúsútúvúzúčúřúžü ülý ýbýcýdýhýjýkýlýmýnýpýrýsýtývýzýšýžč ča"
        "čečičkčlčnčočsčtčučvčáčíď ďaďoě ěběcěděhějěkělěměněpěrěsětěvězěčěďěřěšěťěžň ňaňkňoňsňář řařbřeřiřk"
        "řnřořsřvřáříš šašešiškšlšmšnšošpšsštšušvšášéšíšššťť ťaťoťsů ůbůcůdůhůjůkůlůmůnůrůsůvůzůžž žažbžcžd"
        "žežhžižkžlžmžnžožsžužvžážéžížďžš"
    ),
    "sk": (
        " á í ú č ď ľ ň š ť žaúačaďaľaňašažbábébíbóbôbúbýbčbľbšcácícúdádédídódôdúdčdľdňdžeáečeďeľeňešeťežfá"
        "féfífúgágégígógčháhéhôhúhýhčhľhňiáiéiíióičiľiňišiťižjájéjíjújčjňjšjžkákékókôkúkýkčkľkšlálélílólúlý"
        "lčlďlňlšlžmámämémímómúmýmčmšnánénínónônúnýnčnšnžočoďoľoňošoťožpápäpípópôpúpčpľpšrárérírórörúrýrčrď"
        "rňršrťržsásésísúsýsňsťtátétítótôtútýtčtŕuáučuľuňušužvávävévívúvývčvňvŕvšwčxéyčyňyšzázézízúzčzšá áb"
        "ácádágáhájákálámánápárásátávázáčáľáňášážäté écédégéhéléménérésétévézéčéší íbícídígíjíkílímínípírís"
        "ítívízíčíňíšíťížóbódógókómónópórótôcôdôlôpôrôsôtôňúbúcúdúfúhúkúlúmúnúpúrúsútúvúzúčúľúňúšúťúžý ýcýd"
        "ýkýmýrýsýtývýčýľýšč čačečičkčmčnčočrčsčtčučáčíčúď ďaďoďuďáľ ľaľjľkľnľoľsľuľúľčľšň ňaňkňoňuňáŕtŕňŕš"
        "š šašešiškšlšmšnšošpšršsštšušvšášíšúščšľšňšťť ťaťoťáž žažbždžežižkžlžmžnžožsžužéžížďžňžš"
    ),
    "sl": (
        " č š žačašažbčbšdšdžečešežfšgšićičišižjčjškčkšlčlšlžmčmšnčnšnžočošožpčpšrčršržtšučušužvčvšć ćeč ča"
        "čečičjčkčnčočrčuš šašcšešišjškšlšmšnšošpšrštšušvščž žažežižmžnžu"
    ),
    "hr": (
        " ć č đ š žaćačađašažbčdšdžećečeđešežićičišižjčjškšlčlžnčnđnšnžoćočođošožpčrčrđršržućučušužvčć ćaće"
        "ćićkćnćoč čačečičjčkčlčnčočučvđađeđiđuš šašešiškšlšnšošpšrštšušvšćščž žažbždžežižjžnžožu"
    ),
    "hu": (
        " á é í ó ö ú ü őaóaúbábébíbóbúbőcécídádédídódödúdüdőeáfáféfóföfüfőgágégígógögúgügőháhéhíhóhúiáiójá"
        "jéjójújükákékíkókökükőkűlálélílólúlülőmámémímómömúmümőműnánénínónönünőoéoópápépípúpüpőrárérírórörú"
        "rürőrűsásésísósösüsőtátétítótötútütőtűuávávévívöwáyáyéyíyóyöyüyőyűzázézízózözüzőzűábácádáfágáháják"
        "álámánápárásátávázé ébécédéfégékéléménépérésétéuévézí íbícídíkílímínírísítívízó óaóbócódóeófógóiój"
        "ókólómónópórósótóuóvózóíóőöböeögökölönörösötövözú údújúlúnúpúrúsútúzügükülümünürüsütüvüző őaőcőfőg"
        "őiőjőkőlőmőnőrősővőzőóű űcűiűjűrűsűtűvűz"
    ),
    "ro": (
        " î ş ș țaşaţașațbăcădâdăeşeţeșețfâgâgăhéhăişiţișițkâlămâmémămţmțnănşnţnșnțoşoţoșoțpăpţpțrârărţrțsâ"
        "sătăuăuşuţușuțvăzăâmânârâzé élînă ăcădăgăiălămănărăsătăuăzăţățş şaşcşeşişkşmşoştşuşăţ ţaţeţiţăș șa"
        "șcșeșișkșmșoștșușăț țațețiță"
    ),
    "sq": " çaçbëcëdëeçgëhëiçjëkëlëmënçnëoçpçpërësëtëuçvëzëçaçeçiçoçuçëë ëlëmënërësët",
    "tr": (
        " â ç ö ü ğ ı şaçağaşbçböbübıcücıdçdödüdıeçeğeşfçföfüfıgögügıhâhçhühıhşiçiğişkâkçkökükıkşlâlçlölûlü"
        "lılşmömümımşnçnünınşoçoğoşpçpüpırçrörürırşsçsösüsıtâtçtötütıuçuöuğuşvâvüvıvşwıyçyöyüyıyşzözüzıâ âh"
        "âlâmârâtâyâzâğç çaçbçeçgçiçkçlçmçoçsçuçyçççöçüçıöcöhöiökölömönöpörösövöyözöğöşûlü übücüdüeüfügühüj"
        "ükülümünüpürüsütüvüyüzüçüğüşğ ğağbğcğdğeğiğlğmğnğoğrğtğuğvğçğüğıı ıaıbıcıdıeıfıgıkılımınıpırısıtıv"
        "ıyızıçığışş şaşbşcşeşhşişkşlşmşnşoşpşrştşuşçşüşı"
    ),
    "ga": (
        " á é í ó úaíbábébíbóbúcácécícócúdádédídódúeáeófáféfífógágégígógúháhéhíhóhúiáiúlálélílólúmámémímómú"
        "nánénínónúpápípópúrárérírórúsásésísósútátétítótúuáuívávévívózáá ábácádágáiálámánárásátázáíé éaéién"
        "í íbícídígílíníoírísítívó óbócódógóiólómónórósótóvú úbúcúdúgúiúlúnúrúsútúáúó"
    ),
    "mt": (
        " ċ ġ ħ żaċaġaħażeċeġeżgħgżiċiġiħiżjġlġnònċoċoġożrùrġtàuċużà òrù ċ ċeċiċjċċġaġeġiġjġnġoġuġżħaħdħeħi"
        "ħqħrż żażbżeżgżiżjżlżnżrżv"
    ),
    "cy": (
        "bîbïbŵcîcócôdähéiâjäjïlílïlólŵmámämémêmômönénënínŵpîrárérírïrórörŵsâsäsŵtätïwäzêáiánâ âeäeäiäwé ée"
        "éléuéxêlêrëeí ínívî ïaïeónórôrôtöeŵaŵeŵiŵnŵoŵr"
    ),
    "eu": "açuñçañi",
    "el": (
        " ά α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ τ υ φ χά άγάδάκάλάμάνάράςάσάτάφάχέαέλένέρέτή ήςίαίδίκίλίνίο"
        "ίσίτίωα αίαβαγαδαζαθαιακαλαμαναπαραςασαταυαφαχαϊβάβίβαβεβιβλβοβργίγαγγγεγιγκγογρδάδίδαδεδηδιδοδρδω"
        "ε είεγειεκελεμενεοεπερεσετευεφεωζαζιζοη ηγηλημηνηρηςησητθέθαθεθηθοι ιάιαιβιγιδιθικιλιμινιοιπιρισιτ"
        "ιχιωιόιώκ κάκήκίκακεκηκικκκλκοκρκτκυκωκόκώλάλέλήλίλαλεληλιλλλολυλωλόμάμέμίμαμβμεμημιμμμνμομπμυν νά"
        "νένήνίνανγνδνενηνθνινννοντνωνόνώο οβογοδοιοκολομονοποροςοσοτουοφοχούπάπέπίπαπεπηπιπλποπππρπτπόράρέ"
        "ρίραρβργρδρερηριρκρμρνρορρρτρυρχρωρόρώς σάσέσίσασεσησισκσμσοσπσσστσυτ τάτέτήτίτατετζτητιτοτρτστωτό"
        "τώυ υάυαυγυδυκυλυμυνυπυρυσυτφίφαφιφοφρφωχαχεχιχοχρχωωμωνωρωςωσωτό όγόλόμόνόπόρόςότύ ύκύλύμύνύρύσύτ"
        "ώνώρώτ"
    ),
    "ru": (
        " а б в г д е ж з и к л м н о п р с т у ф х ц ч ш э ю я ёа абавагадазаиайакаламанапарасатафахацачаш"
        "аябабебибобрбув вавевивлвнвоврвсвтвыг гагегиглгогргуд дадедждидндодрдсдудёе евегедееежезейекелемен"
        "еоепересетефехецечеёжажежижнжёз зазезизнзои иаибивигидиеизийикилиминиоипириситихицичияиёй йск каке"
        "киклкокркскткукёл лалелилллолульлюлялём мамбмемимомпмсмумымён нангндненинкнннонснтнунцныньняо обов"
        "огодоеожозоиойоколомонопоросотофохочоёпапепиплпопрпупёр раргрдрериркрлрмрнрорсртрурхрырьряс сасвсе"
        "сискслсмснсоспссстсусёт татвтетитктнтотртстутытьтёу уаубугудузукулумунупурусутфафефифофрфтфёх хахи"
        "хоцецицкч чачечичнчёшашешишкщищёъёы ыйыхь ьеьньсьяэкэня янятё ёвёдёкёлёмёнёрёсёт"
    ),
    "uk": (
        " а б в г д е ж з к л м н о п р с т у ф х ц ч ш ю я є іа абавагадазайакаламанапарасатафахачашаїбабе"
        "блбобрбубів вавдвевивквлвнвоврвсвіг гагеглгогргугід дадедждидндодрдсдудіе еведезейекелеменеоеперес"
        "етецжажежижнзазезизнзозьзіи ивигидийикилиминипириситихицичишй йнйойск каквкекиклкокркскткукіл лале"
        "лилолульлюлялім мамбмемимомумін нангндненинкнннонснтнуньняніо обовогодозоколомонопоросотофохоїпапе"
        "пипопрпупір рарвргрдрериркрмрнрорсртруріс сасвсесискслснсоспстсусьсясіт татетитнтотртстутятіу уауб"
        "увугудузукулумунупурусутфафофрфіхахохіцецьціч чачечичнчушашешишкштщеь ькьньоьсюкя янярєві іаібівіг"
        "ідізійікілімініоірісітічіяіїї їв"
    ),
    "be": (
        " а б в г д е з к л м н п р с т у ф х ц ч ш э я іа ааабавагадаеазайакаламанапарасатауафахацаяаіаўба"
        "бебобрбсбубівавевывявіг гагвгегогргугід дадждздндодсдудыдэе егедезейекелеменересетецеўжажнжызазезс"
        "зій йнйск какекокркскукіл лалелолульлюлім мамбмемомсмумымін нангндненкнонснтнунцныньнянёніо овогод"
        "оломоноросоточоўпапепопрпупір рарбрвргрдркрлрмрорсртрурырэс сасвсескслснсоспстсусьсіт татнтотртсту"
        "тытэу уаубувугудузукулумунурусутуэфафрфіх хахохіцацкцыцічачнчычэшаы ыбыйыкылынытыяь ьньсьяэ эйэлэм"
        "энэрэся ядялямянёві ібівігідізійікілініпірісітіціяў ўдўнўрўс"
    ),
    "bg": (
        " а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ю яа абавагадазаиайакаламанапарасатауафахачаш"
        "бабебиблбобрбув вавевивоврвсг гагвгегигогргуд дадедждидодрдсе еаевегедезейекелеменеоересетжажизазд"
        "зезизлзои иаибивигидиеизийикилиминиоипириситихицичишияй йкйнйойск какекиклкокркскул лалелилклолслу"
        "люлям мамбмемимомсн нангндненинкнонснтнунчо оаобовогодожозойоколомонопоросоточпапепипопрпур рарбрв"
        "ргрдрериркрмрнрорсртрус сасвсесискслсостсут татетитктлтотртстутъу уаубугудукулумунурусутфафифофрха"
        "хихохрцацицочачечичкчочушашешкърьою я ян"
    ),
    "sr": (
        " а б в г д е з и к л м н о п р с т у ф х ц ч ш ја абавагадазаиакаламанаоапарасатауафахачашајбабеби"
        "бобрбувавевивог гагвгегигогргуд дадедидндодсе ебевегедезекелеменепересетешејжнзазезии ибивигидикил"
        "иминиоипириситицичијк каквкекикокркскул лалдлелилнлолслтлум мамбмемимомсн нангндненинонснтнуо оаов"
        "огозоколомонопоросоточпапепипопспур рардрериркрмрнрорсртрус сасвсесискслсосрстсут татетитотртстуу "
        "уаубугудужузукулумунурусутфифофрхахихоцецичачечичкчншкј јајејсјуџаџи"
    ),
    "mk": (
        " а б в г д е з и к л м н о п р с т у ф х ц ч ш ја абавагадазаиакаламанаоапарасатауафахачашајбабеби"
        "бобрбувавевивоврвсг гагвгегигогргуд дадедидндодсдуе евегедезекелеменепересетејжнзазезии ибивигизик"
        "илиминиоипириситичијк какекикокркул лалелилнлолслтлум мамбмемимомсн нангндненинкнонснтнуо оаовогоз"
        "околомонопоросотофпапепипопср рардрерирмрнрорсртрус сасесискслсосрстсут татвтетитотртстуу уаувугуд"
        "ужукулумунурусутфафифрхахехихоцецичачечичкшкјајејсјуџаџи"
    ),
}
