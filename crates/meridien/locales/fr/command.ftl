command-error = erreur :
command-serving = Méridien est ouvert sur { $address }
command-indexing = Index de recherche
command-loading = Registres de référence
command-generating = Données de démonstration
command-no-record = aucune fiche publiée « { $id } » de type { $kind } ; vérifier l’identifiant (huit caractères) et le type.
command-other-home = ce registre a pour pays d’origine { $register }, et non { $given } ; retirer --home-country, ou choisir un autre dossier avec --data.
command-other-demonstration = ce dossier contient une démonstration de { $found } partenariats ; relancer sans --partnerships, choisir un autre dossier avec --data, ou supprimer celui-ci.
command-not-a-demonstration = ce dossier contient un vrai registre : la démonstration n’y touche pas ; choisir un autre dossier avec --data.
command-not-ours = { $path } n’est pas un dossier de Méridien : rien n’y a été changé ; donner avec --data un dossier de Méridien, un dossier vide ou un dossier à créer.
command-database-not-ours = cette base contient d’autres tables et n’est pas un registre de Méridien : rien n’y a été changé ; donner avec --database une base vide.
command-newer = ce registre a été écrit par une version plus récente (schéma { $found }, celle-ci connaît { $known }) : rien n’y a été changé ; installer la version la plus récente.
command-folder = { $path } : { $cause } ; vérifier le chemin et les droits, ou donner un autre dossier avec --data.
command-absent = aucun registre dans { $path } ; vérifier --data ou --database, ou en créer un avec « meridien serve » ou « meridien import ».
command-unreachable = la base de données ne répond pas ou refuse : { $cause } ; vérifier --database, que le serveur tourne et que la base existe.
command-port-taken = impossible d’écouter sur { $address } : le port { $port } est déjà pris ; arrêter le programme qui l’occupe, ou en donner un autre avec --listen.
command-port-forbidden = impossible d’écouter sur { $address } : le système refuse le port { $port } à cet utilisateur ; donner un port à partir de 1024 avec --listen.
command-port-elsewhere = impossible d’écouter sur { $address } : cette machine n’a pas cette adresse ; donner 127.0.0.1 ou 0.0.0.0 avec --listen.
command-port-other = impossible d’écouter sur { $address } : { $cause } ; donner une autre adresse avec --listen.
command-smtp = l’adresse du serveur de courriel ne peut pas être lue ; donner avec --smtp ou MERIDIEN_SMTP une adresse comme smtps://utilisateur:motdepasse@mail.example.org, les signes particuliers codés en pour cent.
command-mail-from = l’expéditeur « { $sender } » n’est pas une adresse électronique ; en donner une avec --mail-from ou --contact.
command-disk-full = Plus de place sur le disque pour { $path }.
command-unwritable = { $path } ne peut pas être écrit : { $cause }
command-other = { $cause }
command-comparing = Comparaison de l’index
command-index-built = Index refait jusqu’à la position { $position } du journal.
command-index-compared = { $documents } documents comparés ; index à la position { $position }, journal à la position { $journal }.
command-index-missing = Fiches absentes de l’index : { $count }
command-index-stale = Fiches que l’index montre autrement : { $count }
command-index-extra = Documents sans fiche publiée : { $count }
command-index-differs = il diffère du registre
command-index-unsound = l’index de recherche n’est pas bon : { $cause } ; le refaire avec « meridien index rebuild ».
command-faulty = { $count ->
    [one] une faute critique ou erreur
   *[other] { $count } fautes critiques ou erreurs
  } dans les fichiers lus.
command-user-scope = ce rôle ne s’exerce pas là : --organisation pour agent, partner_agent et responsible, --country pour correspondent, --territory pour prefecture, rien pour les autres.
command-user-added =
    Compte de { $email } enregistré. Lien pour choisir son mot de passe, valable quatorze jours et une seule fois :
    { $link }
command-user-reopened = Ce compte était fermé : il est rouvert, avec ce seul rôle. Ses anciens rôles sont retirés.
command-saved = Sauvegarde écrite dans { $path } : { $rows } lignes.
command-dump-elsewhere = { $path } existe et n’est pas une copie publique ; donner avec --out un dossier vide ou nouveau.
command-dumped = Copie publique écrite dans { $path } : { $files } fichiers.
command-restored-backup = Sauvegarde du { $day } rechargée : { $rows } lignes, { $records } fiches identiques, { $seconds } s.
command-restored-dump = Copie publique du { $day } rechargée : { $rows } lignes, { $records } fiches identiques, { $seconds } s.
command-sound = { $path } : tel qu’il a été écrit.
command-same = Les { $records } fiches du registre sont les mêmes.
command-differs = les fiches diffèrent : { $equal } identiques, { $different } différentes, { $file } dans le fichier seul, { $register } dans le registre seul.
command-tables-same = Ses fiches et ses tables sont ce que dit son journal, dans chaque format.
command-tables-unknown = Cette copie est d’une version qui ne dit pas de quoi dépendent ses parties calculées : ses tables n’ont pas été comparées à son journal.
command-dump-differs = des fichiers de la copie ne contiennent pas ce que dit son journal : { $files } ; en reprendre une bonne copie.
command-archive-not-ours = { $path } n’est ni une sauvegarde ni une copie de Méridien ; donner le fichier de « meridien backup » ou le dossier de « meridien dump ».
command-archive-newer = { $path } a été écrit par une version plus récente ({ $version }) ; installer cette version ou une plus récente.
command-archive-changed = { $path } a été coupé ou modifié depuis son écriture ; en reprendre une bonne copie.
command-archive-fault = { $path } : { $cause }
command-restore-not-empty = ce registre contient déjà des fiches : rien n’y a été changé ; donner avec --data un dossier à créer, ou avec --database une base vide.
