//! Letters that a party finds a record wrong: to those who can mend it, and to the ministry.

use super::voice::{Subject, Voice};
use super::{Confirmation, name_of};
use crate::access::Role;
use crate::account::Account;
use crate::app::State;
use crate::job::mail::Mail;
use crate::organisation::directory::Directory;
use crate::partnership::show;
use crate::value::Id;
use crate::web::{self, Locale};

/// Tells the agents of the other parties and the ministry what a party finds wrong, each once; those of the party too, where a
/// diplomatic post says so. Nothing where it agrees.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(app: &State, subject: &Subject, word: &Confirmation, id: Id) -> web::Result<()> {
    let Some(remark) = word.remark.as_deref() else { return Ok(()) };
    let home = app.settings.home_country;
    let party = subject.partnership.parties.iter().find(|party| party.organisation == word.party);
    let party = party.map(|party| party.name.as_str()).unwrap_or_default();
    let posts = Directory::load(&app.journal, word.post).await?;
    let concerned = |account: &Account| {
        let other = |voice: Voice| voice.post.is_none() && (voice.party != word.party || word.post.is_some());
        let speaks = || subject.voices(account, home).into_iter().any(other);
        account.active && (account.grants.iter().any(|grant| grant.role == Role::Ministry) || speaks())
    };
    for account in app.accounts.all().await?.into_iter().filter(concerned) {
        let l = Locale::from(account.language);
        let path = l.href(&format!("/partenariats/{}", word.partnership));
        let post = word.post.map(|post| name_of(l, &posts, post, word.on));
        let told = [
            ("name", account.name.as_str().into()),
            ("who", if post.is_some() { "post" } else { "party" }.into()),
            ("post", post.unwrap_or_default().into()),
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
