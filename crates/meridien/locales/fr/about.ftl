# Les pages sur le site lui-même ; leurs textes sont dans src/about/.
help = Aide
accessibility = Déclaration d’accessibilité
help-describe = Chercher un partenariat, lire une fiche, comprendre un statut ou un montant, faire corriger une erreur.
site-map-describe = Toutes les pages de l’atlas et ce que l’on y trouve.
accessibility-describe = Dans quelle mesure l’atlas est accessible, ce qui ne l’est pas encore, et à qui le signaler.
legal-notice-describe = Qui publie l’atlas, sur quelle machine, et sous quelles licences.
privacy-describe = Ce que l’atlas garde des personnes, pourquoi, combien de temps, et comment le consulter ou le faire retirer.
guide = Guide d’utilisation
guide-describe = Lire l’atlas, avoir un compte, déclarer, corriger, confirmer et valider une fiche : chaque tâche, étape par étape.
guide-page-describe = { $title } : une page du guide d’utilisation de l’atlas, étape par étape.
guide-previous = Page précédente : { $title }
guide-next = Page suivante : { $title }
