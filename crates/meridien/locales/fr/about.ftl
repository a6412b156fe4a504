# Les pages sur le site lui-même ; leurs textes sont dans src/about/.
help = Aide
accessibility = Déclaration d’accessibilité
help-describe = Chercher un partenariat, lire une fiche, comprendre un statut ou un montant, faire corriger une erreur.
site-map-describe = Toutes les pages de l’atlas et ce que l’on y trouve.
accessibility-describe = Dans quelle mesure l’atlas est accessible, ce qui ne l’est pas encore, et à qui le signaler.
legal-notice-describe = Qui publie l’atlas, sur quelle machine, et sous quelles licences.
privacy-describe = Ce que l’atlas garde des personnes, pourquoi, combien de temps, et comment le consulter ou le faire retirer.
