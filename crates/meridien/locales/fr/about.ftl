# Les pages sur le site lui-même ; leurs textes sont dans src/about/.
help = Aide
accessibility = Déclaration d’accessibilité
