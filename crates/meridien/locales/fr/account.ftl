# Comptes et connexion.
sign-in = Se connecter
sign-out = Déconnexion
sign-in-ended = Votre session est terminée. Reconnectez-vous : ce que vous aviez saisi est gardé.
sign-in-wrong = L’adresse ou le mot de passe n’est pas le bon.
form-faults = Un point est à corriger
error-prefix = Erreur :
email = Adresse électronique
password = Mot de passe
workspace = Espace des collectivités
my-account = Mon compte
my-partnerships = Mes partenariats
resume = Reprendre votre saisie
resume-means = Vous êtes de nouveau connecté. Ce que vous aviez saisi n’est pas encore enregistré.
resume-save = Enregistrer ma saisie
password-short = Le mot de passe doit avoir dix caractères au moins.
password-long = Ce mot de passe est trop long.
password-common = Ce mot de passe est facile à deviner. Choisissez par exemple quatre mots sans rapport.
