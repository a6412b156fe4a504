//! Records of the journal as activities, a batch at a time.

use std::collections::{HashMap, HashSet};

use meridien_iati::{Activity, Organisation as OrganisationFile};

use super::outgoing::{Known, Published, activity};
use super::republishing::republished;
use super::{Publisher, extension, narrative};
use crate::confirmation::{self, Confirmation};
use crate::journal::{Journal, Kind, Result, Revision};
use crate::partnership::index::StatusDay;
use crate::partnership::show::organisations;
use crate::partnership::status::StatusFacts;
use crate::partnership::{Partnership, personal};
use crate::territory;
use crate::value::Id;

/// Published records with all that their activities depend on.
pub struct Batch {
    revisions: Vec<Revision>,
    records: Vec<Partnership>,
    confirmations: HashMap<Id, Vec<Confirmation>>,
    known: Known,
}

impl Batch {
    /// Reads what the activities of partnerships and activities need.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn read(journal: &Journal, revisions: Vec<Revision>) -> Result<Batch> {
        let records: Vec<Partnership> = revisions.iter().map(personal::public).collect::<Result<_>>()?;
        let ids: Vec<Id> = revisions.iter().map(|revision| revision.id).collect();
        let confirmations = confirmation::of(journal, &ids).await?;
        let mut known = Known::default();
        let named: HashSet<Id> = records.iter().flat_map(organisations).collect();
        for (id, revision) in journal.newest_of(Kind::Organisation, &named.into_iter().collect::<Vec<_>>()).await? {
            known.organisations.insert(id, revision.read()?);
        }
        let places = records.iter().flat_map(|record| &record.places).filter_map(|place| place.territory);
        territory::read_with_containers(journal, places.collect(), &mut known.territories).await?;
        Ok(Batch { revisions, records, confirmations, known })
    }

    /// The activities, in the order of the records.
    pub fn activities<'a>(&'a self, publisher: &'a Publisher, day: StatusDay) -> impl Iterator<Item = Activity> + 'a {
        self.revisions.iter().zip(&self.records).map(move |(revision, record)| {
            let confirmed = self.confirmations.get(&revision.id).map_or(&[][..], Vec::as_slice);
            let facts = StatusFacts::of(record, confirmation::latest(confirmed), revision.at.date_naive());
            let published = Published {
                id: revision.id,
                record,
                status: facts.status(day.today, day.confirm_after_months),
                at: revision.at,
                today: day.today,
            };
            match record.iati.as_deref().and_then(extension::kept) {
                Some(mut kept) => {
                    personal::mask_activity(&mut kept);
                    republished(kept, publisher, published, &self.known)
                }
                None => {
                    let mut whole = activity(publisher, published, &self.known);
                    extension::add(&mut whole, revision.kind, revision.id, record, publisher.home);
                    whole
                }
            }
        })
    }
}

/// The publisher itself, for the organisation file.
pub fn organisation(publisher: &Publisher) -> OrganisationFile {
    let name = meridien_iati::Text::from_pairs([("fr", publisher.name.as_str())]);
    OrganisationFile {
        language: Some(meridien_iati::Language::new("fr")),
        default_currency: Some("EUR".to_owned()),
        identifier: Some(publisher.reference.as_str().into()),
        name: Some(name),
        reporting_organisation: Some(meridien_iati::ReportingOrganisation {
            reference: publisher.reference.clone(),
            kind: "15".to_owned(),
            narratives: narrative("fr", &publisher.name),
            ..meridien_iati::ReportingOrganisation::default()
        }),
        ..OrganisationFile::default()
    }
}
