//! `/aide/roles`: the table of `access`, in words.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::routing::get;

use super::{Action, Field, NEVER, RULES, Relation, Role};
use crate::app::State;
use crate::web::cache::Cache;
use crate::web::{self, Locale, Nav, Page, Visit, page};

/// The address of the page.
pub fn routes() -> Router<State> {
    Router::new().route("/aide/roles", get(show))
}

#[derive(Template)]
#[template(path = "access/roles.html")]
struct Roles {
    l: Locale,
    page: Page,
    sections: Vec<Section>,
    never: Vec<String>,
}

/// What one role may do.
struct Section {
    name: Cow<'static, str>,
    meaning: Cow<'static, str>,
    lines: Vec<Line>,
}

/// One rule: on which records, what, on which parts.
struct Line {
    relation: Cow<'static, str>,
    actions: String,
    fields: String,
}

async fn show(visit: Visit) -> web::Result {
    let l = visit.locale;
    let page = visit.page(l.t("roles")).nav(Nav::Help).crumb(l.t("nav-help"), "/aide");
    let roles = std::iter::once(None).chain(Role::ALL.iter().copied().map(Some));
    let sections = roles.map(|role| section(l, role)).collect();
    let never = NEVER
        .iter()
        .map(|(relation, action)| {
            l.t_with("roles-never", &[("action", l.t(action.key()).into()), ("relation", l.t(relation.key()).into())])
        })
        .collect();
    page::answer(Cache::Program, &Roles { l, page, sections, never })
}

fn section(l: Locale, role: Option<Role>) -> Section {
    let rules = RULES.iter().filter(|rule| rule.role == role);
    let lines = rules.map(|rule| Line {
        relation: l.t(rule.relation.key()),
        actions: l.list(&rule.actions.iter().map(|action| l.t(action.key())).collect::<Vec<_>>()),
        fields: l.list(&rule.fields.iter().map(|field| l.t(field.key())).collect::<Vec<_>>()),
    });
    let (name, meaning) = role.map_or(("as-visitor", "as-visitor-means"), |role| (role.key(), role.meaning()));
    Section { name: l.t(name), meaning: l.t(meaning), lines: lines.collect() }
}

impl Role {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Role::Agent => "as-agent",
            Role::PartnerAgent => "as-partner-agent",
            Role::Responsible => "as-responsible",
            Role::Correspondent => "as-correspondent",
            Role::Prefecture => "as-prefecture",
            Role::Ministry => "as-ministry",
            Role::Administrator => "as-administrator",
        }
    }

    /// The key of the sentence that explains it.
    fn meaning(self) -> &'static str {
        match self {
            Role::Agent => "as-agent-means",
            Role::PartnerAgent => "as-partner-agent-means",
            Role::Responsible => "as-responsible-means",
            Role::Correspondent => "as-correspondent-means",
            Role::Prefecture => "as-prefecture-means",
            Role::Ministry => "as-ministry-means",
            Role::Administrator => "as-administrator-means",
        }
    }
}

impl Relation {
    fn key(self) -> &'static str {
        match self {
            Relation::OwnRecord => "relation-own-record",
            Relation::OwnCountry => "relation-own-country",
            Relation::OwnTerritory => "relation-own-territory",
            Relation::Author => "relation-author",
            Relation::Any => "relation-any",
        }
    }
}

impl Action {
    /// The key of its name, a verb.
    pub fn key(self) -> &'static str {
        match self {
            Action::Read => "action-read",
            Action::Declare => "action-declare",
            Action::Edit => "action-edit",
            Action::Submit => "action-submit",
            Action::Suggest => "action-suggest",
            Action::Validate => "action-validate",
            Action::Return => "action-return",
            Action::Withdraw => "action-withdraw",
            Action::Restore => "action-restore",
            Action::Merge => "action-merge",
            Action::Confirm => "action-confirm",
            Action::Annotate => "action-annotate",
            Action::Transmit => "action-transmit",
            Action::ManageVocabulary => "action-manage-vocabulary",
            Action::ManageOrganisations => "action-manage-organisations",
            Action::ManageUsers => "action-manage-users",
            Action::ManageCampaigns => "action-manage-campaigns",
            Action::ManageSettings => "action-manage-settings",
            Action::ReadPersonal => "action-read-personal",
            Action::EditPersonal => "action-edit-personal",
        }
    }
}

impl Field {
    fn key(self) -> &'static str {
        match self {
            Field::Whole => "field-whole",
            Field::Content => "field-content",
            Field::PostContacts => "field-post-contacts",
            Field::Transmission => "field-transmission",
            Field::Annotation => "field-annotation",
            Field::Internal => "field-internal",
            Field::Persons => "field-persons",
        }
    }
}
