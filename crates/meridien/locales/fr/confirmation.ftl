# Confirmer : la page d’un agent, celle d’un partenaire qui a reçu un lien, la campagne annuelle.
confirm-title = Confirmer mes partenariats
confirm-lead = Une fiche que personne ne confirme devient « à confirmer ». Les confirmations comptent depuis le { $day }.
confirm-done =
    { $count ->
        [0] Aucune fiche confirmée.
        [one] Une fiche confirmée. Merci.
       *[other] { $count } fiches confirmées. Merci.
    }
confirm-changed =
    { $count ->
        [one] Une fiche a changé entre-temps : relisez-la avant de la confirmer.
       *[other] { $count } fiches ont changé entre-temps : relisez-les avant de les confirmer.
    }
confirm-disputed =
    { $count ->
        [one] Une fiche n’est pas confirmée : la collectivité a répondu elle-même qu’elle n’est pas exacte.
       *[other] { $count } fiches ne sont pas confirmées : les collectivités ont répondu elles-mêmes qu’elles ne sont pas exactes.
    }
confirm-none = Aucun partenariat en cours à confirmer.
confirm-is-done = Confirmé pour cette année
confirm-tick = Rien n’a changé pour { $party }
confirm-this = Confirmer cette fiche
confirm-other = Relire ou signaler une erreur
confirm-ticked = Confirmer les fiches cochées
confirm-every-link = Confirmer toutes les fiches de cette page…
confirm-every-ask =
    { $count ->
        [one] Cette fiche est-elle exacte aujourd’hui ?
       *[other] Ces { $count } fiches sont-elles exactes aujourd’hui ?
    }
confirm-every-means = Vous dites de chacune que rien n’a changé. Si vous doutez d’une seule, revenez à la liste et cochez les autres.
confirm-every =
    { $count ->
        [one] Confirmer cette fiche
       *[other] Confirmer ces { $count } fiches
    }
confirm-every-not = Revenir à la liste
confirm-one-title = Confirmer une fiche
confirm-correct = Corriger la fiche
confirm-as = Vous répondez pour { $party }.
confirm-for = Vous répondez pour
confirm-question = Cette fiche est-elle exacte aujourd’hui ?
confirm-yes = Oui, elle est exacte
confirm-no = Non, quelque chose n’est pas exact
confirm-remark = Ce qui n’est pas exact
confirm-remark-hint = À remplir si vous avez répondu non. Ce texte est public : n’y nommez personne.
confirm-send = Répondre
confirm-said = Votre réponse est enregistrée et paraît sur la fiche.
confirm-asked = Le lien part par courriel : cette page dit plus bas s’il a pu être remis. Le partenaire peut répondre sans compte.
confirm-asked-today = Un lien a déjà été demandé aujourd’hui pour cette adresse : aucun autre ne part, ni dans une autre langue. Cette page dit plus bas s’il a pu être remis. Demain, vous pourrez en demander un autre.
confirm-others = L’avis des autres collectivités
confirm-ask = Demander confirmation par courriel
confirm-mailbox = Adresse d’un service, de préférence
confirm-mailbox-hint = L’adresse ne sert qu’à cet envoi et n’est pas conservée.
confirm-lang = Langue du message
confirm-ask-send = Envoyer le lien
confirm-fault-choice = Dites si la fiche est exacte ou non.
confirm-fault-unticked = Cochez au moins une fiche.
confirm-fault-remark = Dites en quelques mots ce qui n’est pas exact.
confirm-fault-long = Ce texte dépasse 2 000 caractères : raccourcissez-le.
confirm-fault-both = Vous répondez « oui » et vous écrivez ce qui n’est pas exact : choisissez « non » pour que votre texte soit gardé, ou effacez-le.
confirm-fault-person = Ce texte sera public : retirez-en les noms, les adresses électroniques et les numéros de téléphone.
confirm-fault-disputed = Cette collectivité a dit elle-même que la fiche n’est pas exacte : elle seule peut revenir sur sa réponse, une fois la fiche corrigée.
confirm-fault-disputed-by-link = Cette collectivité a répondu, par un lien, que la fiche n’est pas exacte : sa réponse vaut jusqu’à ce que la fiche soit corrigée.
confirm-fault-changed = La fiche a changé depuis que vous l’avez ouverte : relisez-la, puis répondez.
confirm-fault-address = Cette adresse électronique n’en est pas une : vérifiez-la.
confirm-fault-own-address = Cette adresse est la vôtre : donnez celle de l’autre collectivité, qui répondra elle-même.
confirm-answers-itself = Cette collectivité a un compte dans l’atlas : elle répond elle-même, aucun lien n’est envoyé en son nom.
confirm-link-title = { $party } : confirmer ce partenariat
confirm-link-lead = Vous avez reçu ce lien pour { $party }. Relisez ce que l’atlas dit du partenariat, puis répondez. Aucun compte n’est nécessaire.
confirm-letter-left = Lien demandé le { $day } : le courriel est parti.
confirm-letter-waits = Lien demandé le { $day } : le courriel attend de partir.
confirm-letter-failed = Lien demandé le { $day } : le courriel n’a pas pu être remis. Vérifiez l’adresse du partenaire.
confirm-letter-dropped = Lien demandé le { $day } : l’envoi a été abandonné.
confirm-link-void = Ce lien ne sert plus
confirm-link-thanks = Merci, votre réponse est enregistrée
confirm-link-next = La réponse paraît sur la fiche publique.
confirm-link-record = Voir la fiche
confirm-link-answered = Cette collectivité a déjà répondu
confirm-link-gone = La fiche a été retirée, ou réunie à une autre.
confirm-link-left = La fiche a été corrigée depuis l’envoi de ce lien : votre organisation n’y figure plus comme partie, et n’a pas à répondre.
confirm-link-void-means = Il a déjà servi, ou ses quatre mois sont passés. Demandez-en un autre à votre partenaire.
fact-form = Forme
fact-period = Période
fact-theme = Thème principal
fact-total = Financement connu
word-post-agreed = Le poste diplomatique ({ $post }) a confirmé la fiche le { $day }
word-post-disagreed = Le poste diplomatique ({ $post }) a signalé une erreur le { $day }
word-earlier = sur la version { $version } ; la fiche a changé depuis
word-asked-by = (à l’invitation de : { $asker })
mail-confirm-subject = Un partenariat à confirmer
mail-confirm =
    Madame, Monsieur,

    L’atlas de la coopération décentralisée publie une fiche sur un partenariat :
    { $title }

    Votre organisation, telle que cette fiche la nomme : { $party }

    Est-elle exacte ? Une page suffit pour répondre, sans compte :
    { $address }

    Le lien sert une fois, pendant quatre mois. Si ce message ne vous concerne pas, ne faites rien.

    { $operator }
campaign-title = Campagne de confirmation
campaign-state = Où en est-on ?
campaign-open =
    Campagne { $year } ouverte le { $day }. { $reminders ->
        [0] Aucune relance envoyée.
        [one] Une relance envoyée.
       *[other] { $reminders } relances envoyées.
    }
campaign-letters =
    Derniers courriels : le { $day }, { $count ->
        [0] à personne, rien n’attendait
        [one] à un agent
       *[other] à { $count } agents
    }.
campaign-none = Aucune campagne n’est ouverte : une confirmation compte douze mois.
campaign-undelivered =
    { $count ->
        [one] Un courriel n’a pas pu être remis : l’administrateur peut dire à qui.
       *[other] { $count } courriels n’ont pas pu être remis : l’administrateur peut dire à qui.
    }
campaign-start = Ouvrir et écrire aux agents
campaign-open-link = Ouvrir la campagne { $year }…
campaign-open-ask = Ouvrir la campagne { $year } ?
campaign-open-means = Les confirmations comptent depuis le { $opened }. Un courriel part à chaque agent dont la collectivité a des partenariats à confirmer. Il ne se rappelle pas.
campaign-open-not = Ne pas ouvrir
campaign-figures-asked = Ce qui sera demandé
campaign-receivers = Courriels qui partiront, au plus
campaign-remind = Relancer les agents en retard
campaign-remind-hint = Une relance par jour au plus : personne ne reçoit deux courriels le même jour.
campaign-close = Clore et garder les chiffres
campaign-close-link = Clore la campagne { $year }…
campaign-close-ask = Clore la campagne { $year } ?
campaign-close-means = Les chiffres du jour sont gardés dans « Campagnes closes », tels qu’ils sont au moment de clore. Personne n’est plus relancé, et une confirmation compte de nouveau douze mois, au lieu de compter depuis le { $opened }. Une campagne close par erreur se rouvre.
campaign-close-not = Ne pas clore
campaign-reopen = Rouvrir la campagne
campaign-reopen-link = Rouvrir la campagne { $year }…
campaign-reopen-ask = Rouvrir la campagne { $year } ?
campaign-reopen-means = Les confirmations comptent de nouveau depuis le { $opened }. Personne ne reçoit de courriel. Les chiffres gardés le { $day } ne le sont plus : ceux du jour de la prochaine clôture les remplacent.
campaign-reopen-not = Ne pas rouvrir
campaign-figures-now = Chiffres qui seront gardés
campaign-figures-kept = Chiffres gardés
campaign-said-opened = La campagne est ouverte. Les courriels aux agents partent ; cette page dira combien.
campaign-said-was-open = Une campagne est déjà ouverte : rien n’a été fait de plus, personne n’a reçu d’autre courriel.
campaign-said-had = L’année a déjà eu sa campagne. Si elle a été close par erreur, rouvrez-la.
campaign-said-reminded = La relance part ; cette page dira à combien d’agents.
campaign-said-written = Les courriels du jour sont déjà partis : personne n’en reçoit un second. La prochaine relance peut partir demain.
campaign-said-closed = La campagne est close. Ses chiffres sont gardés.
campaign-said-reopened = La campagne est de nouveau ouverte. Personne n’a reçu de courriel.
campaign-said-none = Aucune campagne n’est ouverte. La dernière a peut-être été close entre-temps.
campaign-all = Partenariats non terminés
campaign-confirmed = Confirmés
campaign-some-of = { $some } sur { $all }
campaign-counts = Sont comptés les partenariats qui ne sont pas terminés. « Confirmés » : par une partie au moins, depuis le { $day }. « À confirmer » : le statut de la fiche, quand elle n’a ni confirmation, ni signature, ni début depuis { $months } mois ; une fiche que personne n’a confirmée pendant la campagne peut avoir un autre statut.
campaign-repeats = Un partenariat peut compter sur plusieurs lignes : leur somme dépasse le total.
campaign-where = Où
campaign-nothing = Rien à compter.
campaign-by-department = Par département
campaign-no-department = Autres : régions, collectivités sans département connu
campaign-by-country = Par pays
campaign-no-country = Autres : sans pays partenaire connu
campaign-past = Campagnes closes
campaign-closed = { $year }, close le { $day } : { $some } confirmés sur { $all } ({ $share }).
mail-campaign-subject = Campagne { $year } : confirmer vos partenariats
mail-campaign =
    Bonjour { $name },

    { $count ->
        [one] Un partenariat de votre collectivité attend d’être confirmé pour cette année.
       *[other] { $count } partenariats de votre collectivité attendent d’être confirmés pour cette année.
    }
    Trois clics suffisent si rien n’a changé :
    { $address }

    { $operator }

mail-dissent-subject = Fiche contestée : { $title }
mail-dissent =
    Bonjour { $name },

    { $who ->
        [post] Le poste diplomatique ({ $post }) signale, pour { $party }, que la fiche « { $title } » n’est pas exacte :
       *[party] { $party } a répondu que la fiche « { $title } » n’est pas exacte :
    }

    « { $remark } »

    La fiche : { $address }

    { $who ->
        [post] Corrigez-la si la remarque est juste ; elle y reste visible, à côté de la réponse de la collectivité, jusqu’à ce que ce poste en donne une autre.
       *[party] Corrigez-la si la remarque est juste ; la réponse y reste visible jusqu’à ce que cette collectivité en donne une autre.
    }

    { $operator }

mail-corrected-subject = Fiche corrigée depuis votre réponse : { $title }
mail-corrected =
    Bonjour { $name },

    Vous aviez signalé que la fiche « { $title } » n’est pas exacte. Elle a été corrigée depuis.
    Votre réponse y reste visible jusqu’à ce que vous en donniez une autre :
    { $address }

    { $operator }
