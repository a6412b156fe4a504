# Ce qui est gardé sur des personnes : la page de ceux qui en répondent.
admin-persons = Données personnelles
persons-lead = Les personnes que nomment des fiches : lues par un import, ou ajoutées par un agent. Ne paraissent que celles qui y ont consenti ou dont la fonction l’exige. Chaque accès est noté.
persons-words = Nom ou adresse électronique
persons-find = Chercher
persons-found = Personnes trouvées
persons-none = Aucune personne de ce nom.
person-title = Une personne
person-function = Fonction
person-basis = Pourquoi ces données sont gardées
person-basis-consent = La personne y a consenti
person-basis-office = Sa fonction publique l’exige
person-until = Gardé jusqu’au
person-until-hint = Sans date, { $months } mois après la dernière écriture. Passé ce jour, tout est effacé.
person-source = Lu dans :
person-export = Remettre à la personne ce qui est gardé (JSON)
person-erase = Effacer cette personne
person-erase-means = L’effacement vaut pour toutes les versions des fiches et pour les exports. Un nouvel import ne la fera pas revenir. Une sauvegarde faite avant la contient encore. Il n’y a pas de retour.
person-erase-now = Effacer pour toujours
person-erased = La personne est effacée.
person-accesses = Accès notés
person-accesses-none = Aucun accès.
person-when = Quand
person-deed = Quoi
person-by = Par
person-number = Référence
person-deed-read = Lecture
person-deed-exported = Remise
person-deed-corrected = Correction
person-deed-erased = Effacement
person-fault-long = Un champ dépasse 300 caractères : raccourcissez-le.
person-fault-mail = Cette adresse électronique n’en est pas une : vérifiez-la.
person-fault-until-past = Ce jour est passé : tout serait effacé dans l’heure. Choisissez un jour à venir, ou effacez la personne.
person-fault-until-far = Ce jour est à plus de dix ans : choisissez-en un plus proche. Il se repousse le moment venu.
person-fault-withdrawn = Cette personne a retiré son accord : elle seule peut le redonner, par « Mes données ». Décochez « Montrer » et ne notez pas son accord.
person-fault-erased = Cette personne a été effacée pour toujours : elle n’est plus ajoutée. Notez plutôt la boîte du service parmi les contacts de la fiche.
person-fault-until = Cette date n’en est pas une : écrivez-la 2026-05-31.
command-persons-none = Aucune personne de ce nom.
command-person-none = { $id } : aucune personne sous cette référence.
command-person-erased = { $id } : effacée.
person-deed-added = Ajout
person-deed-consented = Accord donné par la personne
person-deed-withdrew = Accord retiré par la personne
person-role-self = La personne elle-même
person-role-retention = Fin de la durée de conservation
person-organisation = Organisme
person-mail-hint = La boîte d’un service vaut mieux : elle se note dans la fiche, parmi les contacts.
person-purpose = Ces données servent à joindre ceux qui font vivre un partenariat, et à rien d’autre.
person-records = Contact de :
person-shown = Montrer son nom et son adresse sur la page publique du partenariat
person-shown-hint = Seulement si la personne y a consenti ou si sa fonction l’exige. Gardez la preuve de l’accord.
person-is-public = Public
person-is-hidden = Caché
person-fault-changed = Ces données ont changé depuis que vous avez ouvert la page. Comparez avec ce qui est gardé, puis enregistrez de nouveau.
person-kept-now = Ce qui est gardé maintenant :
person-fault-name = Un nom ou une adresse électronique est nécessaire.
person-fault-basis = On ne montre pas une personne sans dire pourquoi : choisissez son accord ou sa fonction, ou décochez « Montrer ».
person-fault-basis-none = On ne garde personne sans dire pourquoi : choisissez son accord ou sa fonction.
persons-record = Personnes à joindre
persons-short = Personnes
persons-of = Personnes à joindre : { $title }
persons-of-lead = Ces personnes sont cachées, sauf celles qui ont accepté d’être nommées ou dont la fonction l’exige. Chaque lecture est notée.
persons-of-none = Aucune personne n’est gardée pour ce partenariat.
person-add = Ajouter une personne
person-add-means = D’abord la boîte d’un service, dans la fiche : elle reste juste quand les personnes changent. N’ajoutez quelqu’un qu’avec son accord, ou si sa fonction l’exige.
person-add-button = Ajouter
contacts-persons = Personnes
contacts-persons-means = Nommées avec leur accord, ou parce que leur fonction l’exige. C’est vous ?
redact-title = Caviarder un passage
redact-short = Retirer pour toujours un nom ou une adresse de toutes les versions de la fiche.
redact-means = Le passage est remplacé par { $mark } dans toutes les versions, les propositions, les remarques et les messages en attente. L’index, les exports et les copies du jour sont refaits. L’historique dit qu’un passage a été retiré, pas lequel. Un import ou une sauvegarde ne le fera pas revenir. Il n’y a pas de retour.
redact-passage = Le passage à retirer
redact-hint = Un nom, une adresse : quatre lettres au moins. Les accents, les majuscules et la ponctuation ne comptent pas.
redact-look = Chercher ce passage
redact-confirm = Retirer ce passage pour toujours ?
redact-found = { $versions ->
    [0] Il ne se trouve dans aucune version, mais
    [one] Il se trouve dans une version{ $others ->
        [0] .
       *[other] {" "}et
    }
   *[other] Il se trouve dans { $versions } versions{ $others ->
        [0] .
       *[other] {" "}et
    }
}{ $others ->
    [0] {""}
    [one] {" "}dans un autre texte (proposition, remarque ou message).
   *[other] {" "}dans { $others } autres textes (propositions, remarques, messages).
}
redact-done = Retiré : { $versions ->
    [0] aucune version
    [one] une version
   *[other] { $versions } versions
}{ $others ->
    [0] .
    [one] , un autre texte.
   *[other] , { $others } autres textes.
}
redact-button = Caviarder pour toujours
redact-fault-length = Le passage doit avoir quatre lettres ou chiffres au moins, et cinquante mots au plus.
redact-fault-nowhere = Ce passage ne se trouve nulle part dans la fiche.
command-erased-again = Effacé de nouveau : { $count }.
own-title = Mes données
own-lead = Voyez ce que l’atlas garde sur vous, corrigez-le, emportez-le ou effacez-le. Un lien vous est envoyé : il est valable un jour.
own-email-hint = L’adresse sous laquelle on a pu vous noter.
own-send = Recevoir le lien
own-sent = Si quelque chose est gardé sous cette adresse, un message avec un lien est en route ; il en part un par quart d’heure au plus. Rien ne vous parvient dans l’heure ? Alors aucune personne n’est notée sous cette adresse. Elle peut être publiée comme boîte d’un service, parmi les contacts d’une fiche : pour l’en faire retirer, écrivez-nous avec l’adresse de la fiche.
own-all-erased = Tout est effacé, et le lien ne sert plus.
own-link-void = Ce lien n’est plus valable : il a servi jusqu’au bout, ou il a plus d’un jour. Demandez-en un autre.
own-without-mail = Votre nom seul est gardé, sans adresse, ou vous voulez changer l’adresse notée ? Écrivez-nous :
own-held-at = Voici ce que l’atlas garde sous l’adresse { $email }.
own-no-person = Aucune personne n’est notée sous cette adresse.
own-mailbox = Boîte de fonction
own-mailbox-means = { $count ->
    [one] Une fiche donne cette adresse comme celle d’une fonction, dans sa version publique ou dans une version antérieure.
   *[other] { $count } fiches donnent cette adresse comme celle d’une fonction, dans leur version publique ou dans une version antérieure.
}
own-mailbox-erase = La retirer de ces fiches
own-mailbox-erase-means = L’adresse est retirée de toutes les versions, des exports et de l’historique ; aucun import ne la remettra. Le partenaire n’aura plus de lettre à cette adresse. Pour la remplacer par une autre, signalez plutôt une erreur sur la fiche. Il n’y a pas de retour.
own-mailbox-erase-now = Retirer cette adresse pour toujours
own-mailbox-gone = L’adresse est retirée des fiches, dans toutes leurs versions.
own-unnamed = Personne sans nom
own-where = Où c’est montré
own-public = Votre nom et votre adresse sont publics, sur la page de ces partenariats :
own-hidden = Rien n’est public. Seuls le voient ceux qui répondent de ces partenariats et l’équipe de l’atlas :
own-purpose = À quoi cela sert
own-purpose-is = À joindre ceux qui font vivre un partenariat.
own-basis = Pourquoi c’est permis
own-basis-consent = Vous y avez consenti
own-basis-office = Votre fonction publique l’exige
own-basis-none = Intérêt public : joindre le porteur d’un partenariat. Rien n’en est montré.
own-source = D’où cela vient
own-correct = Enregistrer la correction
own-consent = J’accepte d’être nommé
own-consent-means = Si vous l’acceptez, votre nom, votre fonction et votre adresse seront lus de tous sur la page du partenariat. Vous pourrez revenir sur cet accord ici.
own-withdraw = Je n’accepte plus d’être nommé
own-withdraw-means = Votre nom et votre adresse quittent aussitôt la page publique. Ils restent gardés, cachés, tant que vous ne les effacez pas.
own-erase = Effacer ces données
own-erase-means = L’effacement vaut partout et pour toujours ; un nouvel import ne les fera pas revenir.
own-erase-now = Effacer pour toujours
own-accesses = Qui les a lues ou changées
own-requests = Demandes de compte
own-account = Un compte
own-account-means = Un compte a cette adresse. Connectez-vous pour voir ses données, les emporter ou le fermer.
own-letters = Messages pas encore partis
own-take-along = Emporter ou tout effacer
own-data-export = Télécharger mes données (JSON)
own-erase-all = Tout effacer
own-erase-all-means = Efface toutes les personnes et les demandes de compte de cette adresse, pour toujours. Un compte se ferme depuis sa page. Il n’y a pas de retour.
own-erase-all-now = Tout effacer pour toujours
own-corrected = Votre correction est enregistrée.
own-consented = Votre accord est enregistré : vous êtes nommé sur la page du partenariat.
own-withdrawn = Votre accord est retiré : plus rien n’est public.
own-erased = C’est effacé.
own-nothing-there = Il n’y a plus rien à effacer ici.
mail-persons-subject = Vos données dans l’atlas de la coopération décentralisée
mail-persons =
    Bonjour,

    Quelqu’un, sans doute vous, a demandé ce que l’atlas de la coopération
    décentralisée garde sous cette adresse. Voyez-le, corrigez-le ou
    effacez-le avec ce lien, valable un jour :

    { $address }

    Qui a ce lien voit ces données : ne le transmettez pas.

    { $operator }
redact-no-record = aucune fiche n’a l’identifiant « { $id } » ; vérifier ses huit caractères.
