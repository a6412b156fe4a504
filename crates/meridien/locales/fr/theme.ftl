# Thèmes.
themes-title = Thématiques
theme-code = Thème
theme-below = Sous-thèmes
theme-no-partnership = Aucun partenariat de ce thème n’est enregistré.

# Administration du vocabulaire.
admin-themes = Thématiques
term-lead = Vocabulaire, version { $version }. Un code est donné une fois pour toutes. Les fiches gardent ce qu’elles disent.
term-download = Télécharger le vocabulaire (CSV)
term-all = Termes
term-name = Libellé
term-since = Depuis la version
term-add = Ajouter un terme
term-add-means = Il reçoit le numéro suivant, jamais un numéro déjà donné.
term-below = Sous
term-first-level = Aucun : premier niveau
term-fr = Libellé français
term-en = Libellé anglais
term-purposes = Codes-objet du CAD
term-purposes-hint = Trois ou cinq chiffres, séparés par des espaces : 140 15112.
term-goals = Objectifs de développement durable
term-goals-hint = De 1 à 17, séparés par des espaces : 6 11.
term-reason-hint = Gardé dans l’historique du vocabulaire.
term-retired = Retiré à la version { $version }
term-replaced = Retiré à la version { $version }, remplacé par { $other }
term-uses =
    { $count ->
        [0] Aucun partenariat n’est classé sous ce terme.
        [one] Un partenariat est classé sous ce terme.
       *[other] { $count } partenariats sont classés sous ce terme.
    }
term-correct = Libellés et correspondances
term-correct-means = Le nouveau libellé paraît aussitôt sur toutes les fiches, dans la recherche et dans les exports ; le code reste.
term-retire = Retirer ce terme
term-retire-means = Il n’est plus proposé. Les fiches gardent ce terme et se trouvent sous celui qui le remplace ; son adresse y mène.
term-reinstate = Reprendre ce terme
term-reinstate-means = Il est de nouveau proposé, et les fiches se trouvent de nouveau sous lui.
term-replacement = Remplacé par
term-replacement-hint = Sans remplaçant, les fiches restent sous ce terme.
term-none = aucun terme
term-history = Ce qui a changé
term-history-none = Rien n’a changé depuis le vocabulaire d’origine.
term-changed-meanwhile = Le vocabulaire a changé entre-temps : relisez, puis recommencez.
term-fault-parent = On ne peut pas ajouter de terme à cet endroit.
term-fault-full = Plus aucun numéro n’est libre à cet endroit.
term-fault-retired = Ce terme est déjà retiré.
term-fault-has-below = Retirez d’abord les termes plus précis.
term-fault-replacement = Choisissez un autre terme en usage.
term-fault-label = Donnez un libellé, de 200 caractères au plus.
term-fault-purposes = L’un de ces codes n’est pas un code-objet du CAD.
term-fault-goals = Écrivez des numéros de 1 à 17.
term-fault-above-retired = Le terme au-dessus est retiré : reprenez-le d’abord.
term-fault-same-label = Un terme au même endroit porte déjà ce libellé.
themes-describe = De quoi traitent les partenariats de coopération décentralisée : les thématiques et ce que chacune contient, avec les partenariats de chacune.
