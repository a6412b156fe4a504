//! Letters that a party finds a record wrong: to those who can mend it, and to the ministry; and back, once it was corrected.

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
        let post = word.post.map(|post| name_of(l, &posts, post, word.on));
        let told = [
            ("name", account.name.as_str().into()),
            ("who", if post.is_some() { "post" } else { "party" }.into()),
            ("post", post.unwrap_or_default().into()),
            ("party", party.into()),
            ("title", show::title(l, &subject.partnership).into()),
            ("remark", remark.into()),
            ("address", app.address(l, &format!("/partenariats/{}", word.partnership)).into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-dissent-subject", "mail-dissent"), &told);
        app.jobs.mail(&format!("dissent:{id}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}

/// Tells those who found an older version of a record wrong that there is a newer one, and asks them for their word on it. Not
/// whoever wrote the newer one: the account of `author`, who is told what became of it.
///
/// # Errors
/// When the database fails.
pub async fn corrected(app: &State, record: Id, author: &str) -> web::Result<()> {
    let Some(subject) = Subject::of(app, &[record]).await?.pop() else { return Ok(()) };
    let version = subject.revision.version;
    let home = app.settings.home_country;
    let doubts = |voice: &Voice| {
        let said = match voice.post {
            Some(_) => subject.last_word_of_post(voice.party),
            None => subject.last_word(voice.party),
        };
        said.is_some_and(|word| !word.agreed && word.version < version)
    };
    for account in app.accounts.all().await? {
        if !account.active || account.id.to_string() == author || !subject.voices(&account, home).iter().any(doubts) {
            continue;
        }
        let l = Locale::from(account.language);
        let told = [
            ("name", account.name.as_str().into()),
            ("title", show::title(l, &subject.partnership).into()),
            ("address", app.address(l, &format!("/confirmer/{record}")).into()),
        ];
        let mail = Mail::new(app, l, &account.email, ("mail-corrected-subject", "mail-corrected"), &told);
        app.jobs.mail(&format!("corrected:{record}:{version}:{}", account.id), &mail, (app.now)()).await?;
    }
    Ok(())
}
