"""The constructs of a scheme as written, beside what they become in `kpicalc/compiler/constructs`."""
