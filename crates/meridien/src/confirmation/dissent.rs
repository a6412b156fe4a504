//! Letters that a party finds a record wrong: to those who can mend it, and to the ministry.

use super::Confirmation;
use super::voice::Subject;
use crate::access::Role;
use crate::account::Account;
use crate::app::State;
use crate::job::mail::Mail;
use crate::partnership::show;
use crate::value::Id;
use crate::web::{self, Locale};

/// Tells the agents of the other parties and the ministry what a party finds wrong, each once. Nothing where it agrees.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(app: &State, subject: &Subject, word: &Confirmation, id: Id) -> web::Result<()> {
    let Some(remark) = word.remark.as_deref() else { return Ok(()) };
    let home = app.settings.home_country;
    let party = subject.partnership.parties.iter().find(|party| party.organisation == word.party);
    let party = party.map(|party| party.name.as_str()).unwrap_or_default();
    let concerned = |account: &Account| {
        let speaks =
            || subject.voices(account, home).into_iter().any(|voice| voice.post.is_none() && voice.party != word.party);
        account.active && (account.grants.iter().any(|grant| grant.role == Role::Ministry) || speaks())
    };
    for account in app.accounts.all().await?.into_iter().filter(concerned) {
        let l = Locale::from(account.language);
        let path = l.href(&format!("/partenariats/{}", word.partnership));
        let told = [
            ("party", party.into()),
            ("title", show::title(l, &subject.partnership).into()),
            ("remark", remark.into()),
            ("address", format!("{}{path}", app.settings.public_address).into()),
            ("operator", app.settings.operator.as_str().into()),
        ];
        let mail = Mail {
            to: account.email,
            subject: l.t_with("mail-dissent-subject", &told),
            text: l.t_with("mail-dissent", &told),
        };
        app.jobs.mail(&format!("dissent:{id}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}
