# Administration des programmes.
admin-programmes = Programmes
programmes-lead = Un appel de l’État, un fonds conjoint : ce à quoi des partenariats appartiennent. Un nouveau nom paraît sur toutes leurs fiches.
programmes-none = Aucun programme.
programme-add = Ajouter un programme
programme-fr = Titre français
programme-en = Titre anglais
programme-operator = Qui le mène
programme-fault-title = Donnez un titre.
programme-fault-taken = Un autre programme a ce titre : donnez-en un autre, ou employez celui-là.
programme-changed-meanwhile = Ce programme a changé entre-temps : relisez, puis recommencez.
