# La page d’une préfecture : les accords et la date de leur transmission.
transmission-title = Accords transmis
transmission-lead = Notez pour chaque accord le jour, le mois ou l’année de sa transmission : 31/05/2026, 05/2026 ou 2026.
transmission-none = Aucune collectivité de ce ressort n’a de partenariat dans l’atlas.
transmission-no-agreement = Aucun accord dans cette fiche.
transmission-signed = Accord signé : { $day }
transmission-unsigned = Accord, date de signature inconnue
transmission-day = Transmise le
transmission-late = Transmission inconnue
transmission-save = Noter
transmission-noted = Les dates sont notées et paraissent sur la fiche.
transmission-changed = La fiche a changé entre-temps : relisez-la, puis notez les dates.
transmission-not-noted = Ces dates ne sont pas encore notées. Corrigez ce qui suit, puis notez à nouveau :
transmission-fault-to-come = Ce jour est à venir. Notez-le une fois la transmission faite.
transmission-fault-early = Une transmission ne date pas d’avant 1900. Vérifiez l’année.
transmission-fault-before = Un accord ne se transmet pas avant sa signature : vérifiez la date.
transmission-reason = Transmission au représentant de l’État
