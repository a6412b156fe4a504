# Annotations d’un poste diplomatique ou du ministère sur une fiche.
annotate-title = Annoter : { $title }
annotations-public = Annotations publiques
annotations-no-public = Aucune annotation publique.
annotations-internal = Notes entre administrations
annotations-no-internal = Aucune note.
annotation-text = Votre annotation
annotation-hint = 4 000 caractères au plus. Ne nommez aucune personne privée.
annotation-for = Qui peut la lire ?
annotation-for-administrations = Le ministère, les postes du pays et la préfecture
annotation-for-everyone = Tout le monde, sur la fiche publique
annotation-add = Ajouter
annotation-take-away = Retirer
annotate-fault-empty = Écrivez l’annotation.
annotate-fault-long = Ce texte dépasse 4 000 caractères : raccourcissez-le.
section-annotations = Annotations des postes diplomatiques et du ministère
annotation-by-ministry = Ministère
