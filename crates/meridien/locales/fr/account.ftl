# Comptes et connexion.
sign-in = Se connecter
sign-out = Déconnexion
sign-in-ended = Votre session est terminée. Reconnectez-vous : ce que vous aviez saisi est gardé.
sign-in-ended-secret = Votre session est terminée. Reconnectez-vous, puis remplissez de nouveau le formulaire : rien n’a été changé, et un mot de passe saisi n’est pas gardé.
signed-out-provider = Vous êtes déconnecté de l’atlas, mais peut-être pas du service d’identification par lequel vous vous connectez. Si d’autres se servent de cet ordinateur, déconnectez-vous aussi de ce service, ou fermez le navigateur.
sign-in-wrong = L’adresse ou le mot de passe n’est pas le bon.
error-prefix = Erreur :
email = Adresse électronique
password = Mot de passe
workspace = Mon espace
my-account = Mon compte
my-account-short = Compte
resume = Reprendre votre saisie
resume-means = Vous êtes de nouveau connecté. Ce que vous aviez saisi n’est pas encore enregistré.
resume-save = Enregistrer ma saisie
resume-typed = Ce que vous aviez saisi
resume-typed-means = Le texte, à copier si vous voulez : il revient avec le formulaire une fois que vous êtes reconnecté.
password-short = Le mot de passe doit avoir dix caractères au moins.
password-long = Ce mot de passe est trop long.
password-common = Ce mot de passe est facile à deviner : des mots courants, votre nom ou votre adresse. Allongez-le avec d’autres mots, sans lien entre eux.
code = Code
code-hint = Les six chiffres de votre application, ou l’un de vos codes de secours.
second-step = Code de vérification
second-step-wrong = Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.
second-step-set-up = Ajouter un code de vérification
second-step-how = Un code qui change toutes les trente secondes s’ajoute au mot de passe. Il faut une application qui le calcule, sur un téléphone ou un ordinateur : photographiez l’image, ou recopiez la clé.
second-step-picture = Image à photographier avec l’application ; la clé qui suit dit la même chose.
second-step-key = Clé
second-step-address = Adresse pour l’application
second-step-code = Le code que l’application affiche
second-step-on = Activer
second-step-off = Retirer le code de vérification
second-step-reset = Retirer son code de vérification, s’il a perdu téléphone et codes de secours
second-step-is-on =
    { $count ->
        [0] Un code est demandé à chaque connexion. Il ne vous reste aucun code de secours.
        [one] Un code est demandé à chaque connexion. Il vous reste un code de secours.
       *[other] Un code est demandé à chaque connexion. Il vous reste { $count } codes de secours.
    }
second-step-is-off = Le mot de passe seul suffit à se connecter. Un code en plus protège mieux.
second-step-replaces = Cette application et de nouveaux codes de secours remplacent ceux d’avant. Si votre compte n’a pas de mot de passe, laissez ce champ vide.
second-step-renew = Changer d’application ou de codes de secours
recovery-codes = Codes de secours
recovery-codes-means = Gardez ces codes en lieu sûr : ils ne seront plus affichés. Chacun remplace une fois le code de l’application, si vous la perdez.
recovery-codes-kept = Je les ai gardés
forgotten = Mot de passe oublié
forgotten-hint = Si cette adresse a un compte, un lien lui sera envoyé. Il est valable deux heures.
forgotten-send = Envoyer le lien
forgotten-sent = Si cette adresse a un compte, un message lui est envoyé. Demandé de nouveau dans les dix minutes, il n’est pas renvoyé : le premier lien reste bon. Pensez à regarder dans les indésirables.
choose-password = Choisir mon mot de passe
new-password = Nouveau mot de passe
old-password = Mot de passe actuel
password-hint = Dix caractères au moins, sans autre règle. Plus il est long et sans rapport avec vous, mieux il protège ; ne reprenez pas un exemple lu quelque part.
password-none = Votre compte n’a pas de mot de passe : vous vous connectez par un service d’identification. Vous pouvez en choisir un, si vous vous êtes connecté il y a moins d’un quart d’heure.
password-chosen = Votre mot de passe est enregistré. Connectez-vous.
password-wrong = Le mot de passe actuel n’est pas le bon.
change-password = Changer de mot de passe
linked = Service d’identification
linked-to = Ce compte est lié à { $name } : une seule identité de ce service l’ouvre.
unlink = Détacher
unlink-no-password = Choisissez d’abord un mot de passe : sans lui, vous ne pourriez plus vous connecter.
link-void = Ce lien n’est plus valable
link-void-means = Il a déjà servi, ou il est trop ancien. Demandez-en un autre.
link-again = Recevoir un autre lien
provider-sign-in = Se connecter avec { $name }
provider-too-long = Votre saisie est trop longue pour être gardée pendant que vous passez par un autre site. Connectez-vous ici avec votre mot de passe, ou bien connectez-vous dans un autre onglet, revenez en arrière jusqu’à votre formulaire dans celui-ci, et enregistrez de nouveau.
provider-leave = Vous allez vous identifier sur un autre site, qui vous ramènera ici. Ce que vous aviez saisi est gardé.
provider-again = La connexion n’a pas abouti : elle a pris trop de temps, ou elle a commencé dans un autre navigateur. Recommencez.
provider-refused = Le service d’identification n’a pas confirmé votre identité. Recommencez ; si cela persiste, écrivez-nous.
provider-cancelled = Vous avez renoncé à vous identifier sur l’autre site : rien n’a changé. Recommencez, ou connectez-vous avec votre mot de passe.
provider-unverified = Le service d’identification n’a pas vérifié votre adresse électronique : l’atlas ne peut pas s’y fier. Faites-la vérifier auprès de lui, ou connectez-vous avec votre mot de passe.
provider-closed = Votre identité est confirmée, mais votre compte de l’atlas est fermé. L’administrateur de l’atlas peut le rouvrir.
provider-another = Votre identité est confirmée, mais le compte de votre adresse est lié à une autre identité du même service. Demandez à l’administrateur de l’atlas de l’en détacher, ou connectez-vous avec votre mot de passe.
provider-stranger = Votre identité est confirmée, mais aucun compte de l’atlas ne lui correspond. Demandez-en un, ou faites-vous inviter par un collègue.
request = Demander un compte
request-means = Une personne lit chaque demande et vérifie que vous agissez pour l’organisation que vous nommez. La réponse vous parvient par courriel.
request-email-hint = Votre adresse professionnelle, à votre nom ou à celui d’un service.
request-organisation = Collectivité ou organisation
request-proof = Ce qui montre votre fonction
request-proof-hint = Votre fonction, la boîte du service, une page officielle qui vous nomme.
request-send = Envoyer ma demande
request-sent = Votre demande est enregistrée. Vous recevrez la réponse par courriel. Si une demande attend déjà pour cette adresse, c’est elle qui sera lue.
request-on = Demande du { $date }
request-known = Cette adresse a déjà un compte ({ $state }) :
request-known-closed = rouvrez-le d’abord depuis sa page, qui montre ses rôles.
request-accept = Accepter et inviter
request-refuse = Refuser
request-reason = Motif du refus, envoyé à la personne
requests = Demandes de compte
requests-waiting = { $count ->
    [one] Une demande attend.
   *[other] { $count } demandes attendent ; les plus anciennes viennent d’abord.
}
role = Rôle
scope = Où le rôle s’exerce
scope-hint = Pour une collectivité : l’adresse de sa page, son identifiant, son SIREN ou son code INSEE (« département 59 », « région 32 »). Pour un correspondant : le code du pays. Pour une préfecture : l’adresse de la page du territoire. Pour les autres : rien.
scope-everything = tout l’atlas
scope-wrong = L’organisation, le pays ou le territoire n’est pas reconnu.
scope-missing = Dites où le rôle s’exerce, de l’une des façons que l’aide du champ donne.
scope-none = Ce rôle s’exerce dans tout l’atlas : sous « Où le rôle s’exerce », laissez ce champ vide.
scope-ambiguous = Un département et une région ont ce code. Écrivez par exemple « département 32 » ou « région 32 », ou donnez le SIREN.
scope-not-yours = Vous ne donnez de rôles que pour votre collectivité.
agent-not-yours = Vous êtes responsable des comptes d’une collectivité partenaire : le rôle d’agent y est donné par l’administrateur. Donnez celui d’agent d’une collectivité partenaire, ou demandez-le à l’administrateur.
self-wrong = Cette adresse est la vôtre. Personne ne change ce qu’il est lui-même : demandez-le à un autre responsable ou à un autre administrateur.
self-account = C’est votre compte. Personne ne change ce qu’il est lui-même.
account-is-closed = Le compte de cette adresse est fermé. Ouvrez sa page depuis la liste, puis « Rouvrir ce compte ». S’il n’est pas dans votre liste, demandez-le à l’administrateur.
last-administrator = C’est le dernier administrateur qui puisse se connecter : donnez d’abord ce rôle à quelqu’un d’autre, et attendez qu’il soit venu.
role-wrong = Ce rôle ne peut pas être donné ainsi.
role-add = Ajouter ce rôle
role-remove = Retirer
role-remove-close = Retirer et fermer le compte
name-wrong = Écrivez un nom d’une ligne, de 120 caractères au plus, sans adresse : ni « / » ni « @ ».
email-wrong = Cette adresse électronique n’est pas valable.
organisation-wrong = Le nom de l’organisation manque, ou il est trop long.
proof-wrong = Dites ce qui montre votre fonction, en deux mille caractères au plus.
reason-wrong = Un refus doit être motivé.
my-roles = Mes rôles
no-role = Aucun rôle.
roles-elsewhere = { $count ->
    [one] un rôle ailleurs
   *[other] { $count } rôles ailleurs
}
about-me = Ce que l’atlas sait de moi
about-me-means = Votre nom et votre adresse ne sont jamais publiés. Les fiches n’indiquent que votre rôle et votre organisation.
person-name = Nom
mail-language = Langue des messages
save = Enregistrer
my-sessions = Mes sessions
my-sessions-means = Les navigateurs où ce compte est connecté
session-device = Navigateur
session-began = Connecté le
session-seen = Vu le
session-end-column = Fin
session-unnamed = Sans nom
session-here = Celui-ci
session-end = Déconnecter
sessions-end = Déconnecter tous les autres
admin = Administration
admin-accounts = Comptes
admin-jobs = Tâches et messages
accounts = Les comptes
accounts-search = Nom, adresse, rôle ou organisation
accounts-search-button = Chercher
accounts-count = { $count ->
    [one] Un compte
   *[other] { $count } comptes
}
accounts-roles = Rôles
account-state = État
account-letter = Dernier courriel
letter-waiting = Le courriel à { $email } est dans la file : il part dans la minute.
letter-retried = Le courriel à { $email } n’est pas encore parti : un essai a échoué, d’autres suivent d’eux-mêmes.
letter-done = Le courriel à { $email } est parti.
letter-refused = Le courriel à { $email } n’est pas parti : le serveur de cette adresse le refuse pour de bon. Vérifiez l’adresse.
letter-failed = Le courriel à { $email } n’est pas parti : tous les essais ont échoué. L’administrateur en lit la cause sous « Tâches et messages ».
letter-held = Le courriel à { $email } est retenu depuis la restauration d’une sauvegarde : l’administrateur le laisse partir ou l’abandonne.
letter-dropped = Le courriel à { $email } est abandonné : il ne partira pas.
account-open = Ouvert
account-invited = Invité, pas encore venu
account-closed = Fermé
account-itself = Le compte
account-close = Fermer ce compte
account-reopen = Rouvrir ce compte
account-erase = Effacer ce compte, son nom et son adresse
account-unlink = Détacher du service d’identification
invite = Inviter quelqu’un
invite-send = Envoyer l’invitation
invite-again = Renvoyer l’invitation
done-invited = Un compte est ouvert pour { $email }.
done-invited-again = L’invitation est refaite, avec un nouveau lien.
done-invited-already = Une invitation a été faite il y a moins d’une heure : aucune autre ne part, son lien reste bon.
done-held-already = Ce compte a déjà ce rôle : rien n’a changé, rien n’est parti.
done-refused = La demande est refusée. Le courriel qui dit le motif est dans la file : il part dans la minute.
done-decided-already = Cette demande a déjà été décidée, ou elle a expiré.
done-role-added = { $email } a un rôle de plus.
done-role-added-closed = Le rôle est ajouté. Le compte est fermé : personne n’en est averti.
done-role-removed = Le rôle est retiré.
done-role-removed-closed = Le rôle est retiré. C’était le dernier : le compte est fermé, ses sessions et ses liens ne valent plus. Seul l’administrateur peut le rouvrir.
done-closed = Le compte est fermé : ses sessions, ses clés et ses liens ne valent plus, et les courriels qui l’attendaient ne partiront pas.
done-reopened = Le compte est rouvert.
done-erased = Le compte est effacé, avec son nom et son adresse.
done-key-revoked = La clé est révoquée.
done-code-reset = Le code de vérification est retiré.
done-saved = C’est enregistré.
done-password = { $count ->
    [0] Votre nouveau mot de passe est en place. Les autres sessions sont terminées, et les liens envoyés auparavant ne valent plus.
    [one] Votre nouveau mot de passe est en place. Les autres sessions sont terminées, et les liens envoyés auparavant ne valent plus. Votre clé de l’API reste valable : si vous ne l’avez pas créée, révoquez-la.
   *[other] Votre nouveau mot de passe est en place. Les autres sessions sont terminées, et les liens envoyés auparavant ne valent plus. Vos { $count } clés de l’API restent valables : révoquez celles que vous n’avez pas créées.
}
done-code-off = Le code de vérification est retiré : le mot de passe seul suffit.
done-code-on-already = Le code de vérification est actif. Les codes de secours ne sont affichés qu’une fois : si vous ne les avez pas gardés, « Changer d’application ou de codes de secours » en donne d’autres.
done-unlinked = Le compte est détaché du service d’identification, et ses sessions sont terminées, sauf celle-ci si c’est la sienne.
done-session-ended = C’est déconnecté.
done-job-retried = La tâche est reprise.
done-job-dropped = La tâche est abandonnée : elle ne sera pas faite.
done-job-gone = Rien n’a changé : cette tâche est déjà reprise, faite ou abandonnée.
done-jobs-retried = { $count ->
    [one] Une tâche est reprise.
   *[other] { $count } tâches sont reprises.
}
done-jobs-dropped = { $count ->
    [one] Une tâche est abandonnée : elle ne sera pas faite.
   *[other] { $count } tâches sont abandonnées : elles ne seront pas faites.
}
jobs-lead = Les lettres partent d’ici. Une tâche qui échoue est reprise d’elle-même, huit fois au plus, de plus en plus tard ; ensuite elle est en échec. Une lettre que le serveur de courriel refuse pour de bon l’est aussitôt. Vous pouvez la reprendre à tout moment, ou l’abandonner.
jobs-none = Aucune tâche.
jobs-all = Toutes
jobs-retry-failed = Tout réessayer
jobs-retry-failed-means = { $count ->
    [one] Une tâche a échoué à tous ses essais. Elle sera reprise aussitôt ; si c’est une lettre, elle part une fois.
   *[other] { $count } tâches ont échoué à tous leurs essais. Elles seront reprises aussitôt, l’une après l’autre ; chaque lettre part une fois.
}
jobs-retry-failed-now = { $count ->
    [one] Reprendre cette tâche
   *[other] Reprendre ces { $count } tâches
}
job-kind-mail = Lettre
job-kind-import = Import
job-kind-campaign = Courriels d’une campagne
job-kind-persons = Lien vers ses propres données
job-kind-tidy = Ménage de ce qui a expiré
jobs-means = Ce qui a échoué d’abord, puis ce qui attend, puis ce qui est fait
job-key = Tâche
job-time = Quand
job-attempts = Essais
job-error = Dernière erreur
job-retry = Réessayer
job-waiting = En attente
job-running = En cours
job-done = Faite
job-failed = Échouée
job-dropped = Abandonnée
admin-given-up =
    { $count ->
        [one] Une tâche a échoué.
       *[other] { $count } tâches ont échoué.
    }
demo-accounts = Comptes de la démonstration
demo-accounts-means = Un compte par rôle
demo-password = Le mot de passe de chacun :
mail-invitation-subject = Votre compte sur l’atlas de la coopération décentralisée
mail-role-line = { $role } – { $place }
mail-opened-by = { $manager } vous ouvre un compte sur l’atlas de la coopération décentralisée.
mail-opened-asked = Votre demande du { $date } est acceptée : un compte vous est ouvert sur l’atlas de la coopération décentralisée.
mail-more-by = { $manager } donne un rôle de plus à votre compte sur l’atlas de la coopération décentralisée :
mail-more-asked = Votre demande du { $date } est acceptée : votre compte sur l’atlas de la coopération décentralisée a un rôle de plus :
mail-invitation =
    Bonjour { $name },

    { $opening }
    Ce que vous y êtes :

    { $roles }

    Choisissez votre mot de passe avec ce lien, valable quatorze jours :

    { $address }

    Ce lien ne sert qu’une fois et n’est que pour vous.

    { $operator }
mail-forgotten-subject = Choisir un nouveau mot de passe
mail-forgotten =
    Bonjour { $name },

    Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour l’atlas
    de la coopération décentralisée. Ce lien est valable deux heures :

    { $address }

    Si ce n’était pas vous, ne faites rien : votre mot de passe ne change pas.

    { $operator }
mail-role-subject = Un rôle de plus sur l’atlas de la coopération décentralisée
mail-role =
    Bonjour { $name },

    { $opening }

    { $role }

    Vous vous connectez comme avant :

    { $address }

    Ce que chaque rôle permet :

    { $roles }

    { $operator }
mail-refused-subject = Votre demande de compte
mail-refused =
    Bonjour { $name },

    Votre demande de compte sur l’atlas de la coopération décentralisée n’a pas
    été acceptée. Motif :

    { $reason }

    { $operator }
change-address = Changer d’adresse électronique
change-address-means = Un lien part à la nouvelle adresse. Elle compte dès que vous l’avez ouvert ; jusque-là, rien ne change. L’adresse actuelle est avertie.
new-address = Nouvelle adresse électronique
change-address-button = Envoyer le lien
done-address = Un lien est parti à la nouvelle adresse, sauf si elle a déjà un compte. Il vaut deux heures.
address-same = C’est déjà l’adresse de votre compte.
address-title = Changer d’adresse électronique
address-means = À partir de maintenant, vous vous connectez et recevez vos courriels à l’adresse { $email }. L’ancienne adresse en est avertie.
address-take = Prendre cette adresse
address-void-means = Ce lien a déjà servi, il est trop ancien, ou l’adresse a un autre compte. Refaites la demande dans votre compte.
address-changed = Votre nouvelle adresse est en place. Connectez-vous avec elle.
mail-address-subject = Votre nouvelle adresse sur l’atlas de la coopération décentralisée
mail-address =
    Bonjour { $name },

    Pour que votre compte sur l’atlas de la coopération décentralisée prenne cette
    adresse, ouvrez ce lien, valable deux heures :

    { $address }

    Si vous n’avez rien demandé, ne faites rien : rien ne change.

    { $operator }
mail-address-asked-subject = Un changement d’adresse est demandé pour votre compte
mail-address-asked =
    Bonjour { $name },

    Quelqu’un, sans doute vous, demande que votre compte sur l’atlas de la
    coopération décentralisée prenne l’adresse { $email }. Elle comptera
    quand le lien qui y est envoyé aura été ouvert.

    Si ce n’était pas vous, changez aussitôt votre mot de passe : ce lien ne
    vaudra plus. Puis écrivez à { $contact }.

    { $address }

    { $operator }
mail-address-left-subject = Votre compte a changé d’adresse électronique
mail-address-left =
    Bonjour { $name },

    Votre compte sur l’atlas de la coopération décentralisée a maintenant l’adresse
    { $email }. Rien d’autre ne vous sera écrit ici.

    Si ce n’était pas vous, écrivez aussitôt à { $contact }.

    { $operator }
mail-linked-subject = Votre compte est lié à un service d’identification
mail-linked =
    Bonjour { $name },

    Quelqu’un, sans doute vous, vient d’ouvrir votre compte sur l’atlas de la
    coopération décentralisée par { $provider }. Désormais cette identité l’ouvre.

    Si ce n’était pas vous, détachez-la dans votre compte et écrivez à { $contact }.

    { $operator }
leave-title = Fermer ou effacer mon compte
leave-means = Les fiches, confirmations et remarques que vous avez écrites restent : elles ne citent que votre rôle et votre organisation. L’identifiant du compte effacé y demeure, sans plus nommer personne.
leave-choice = Que faire du compte ?
leave-close = Le fermer : vous ne pouvez plus vous connecter ; un administrateur peut le rouvrir
leave-erase = L’effacer : votre nom, votre adresse, vos sessions et vos brouillons jamais envoyés disparaissent pour toujours
leave-button = Quitter l’atlas
leave-without-password = Votre compte n’a pas de mot de passe : vous devez vous être connecté il y a moins d’un quart d’heure.
leave-sign-in = Votre connexion date de plus d’un quart d’heure : déconnectez-vous, reconnectez-vous, puis recommencez.
leave-last = Vous êtes le dernier administrateur : donnez d’abord ce rôle à quelqu’un d’autre.
left-title = Vous avez quitté l’atlas
left-erased = Votre compte est effacé, avec votre nom, votre adresse, vos sessions et vos brouillons jamais envoyés.
left-closed = Votre compte est fermé et vos sessions sont terminées. Un administrateur peut le rouvrir ou l’effacer.
left-remains = Restent les versions publiées et les propositions envoyées, sous un identifiant, avec votre rôle et votre organisation. Une sauvegarde faite avant contient encore le compte.
own-data = Mes données
own-data-means = Le compte, ses rôles, ses sessions, les déclarations que vous avez écrites, l’objet des messages pas encore partis.
job-held = Retenue
job-release = Laisser partir
job-drop = Abandonner
jobs-held = { $count ->
    [one] Un message attendait quand la sauvegarde a été faite. Il a pu partir depuis : il est retenu.
   *[other] { $count } messages attendaient quand la sauvegarde a été faite. Ils ont pu partir depuis : ils sont retenus.
}
jobs-release-held = Tout laisser partir
jobs-drop-held = Tout abandonner

# Clés des programmes.
keys-title = Clés de l’API
keys-lead = Une clé permet à un logiciel de votre collectivité de lire davantage l’atlas, ou d’y déclarer pour elle. Elle a vos droits, et rien de plus.
keys-none = Aucune clé.
keys-held = { $count ->
    [0] Créer une clé
    [one] Votre clé
   *[other] Vos { $count } clés
}
key-make = Créer une clé
key-made = Votre clé est créée
key-once = Copiez-la maintenant et gardez-la en lieu sûr : elle ne sera plus affichée. Qui la possède agit en votre nom.
key-try = Pour l’essayer :
key-name = Nom
key-name-hint = Le logiciel ou le service qui s’en servira.
key-kind = Droits
key-reads = Lire
key-writes = Lire et déclarer
key-organisation = Pour
key-organisation-all = Toutes mes organisations
key-days = Durée
key-days-value = { $days } jours
key-made-on = Créée
key-seen = Dernier usage
key-never = Jamais
key-expires = Fin
key-ended = (terminée)
key-revoke = Révoquer
key-revoke-column = Révoquer
key-name-wrong = Donnez à la clé un nom de 80 caractères au plus.
key-days-wrong = Choisissez l’une des durées.
key-kind-wrong = Votre compte ne peut rien déclarer ni confirmer : il peut avoir une clé de lecture.
key-organisation-wrong = Choisissez l’une de vos organisations.
key-too-many = Vous avez déjà dix clés. Révoquez d’abord celle qui ne sert plus.
mail-key-subject = Une clé de l’API vient d’être créée
mail-key =
    Bonjour { $person },

    Une clé de l’API, « { $name } », vient d’être créée dans votre compte. Elle est valable jusqu’au { $day }.

    Si ce n’est pas vous, révoquez-la et changez votre mot de passe :
    { $address }

    { $operator }
