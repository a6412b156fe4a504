//! Proposals: saved, published once, and the names by which programs claim them.

use super::*;

#[tokio::test]
async fn proposals_are_saved_locked_and_published_once() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        let mut proposal = Proposal {
            id: id(50),
            kind: Kind::Partnership,
            record: id(1),
            base: 1,
            author: "agent".into(),
            body: r#"{"title":{"fr":"un bis"}}"#.into(),
            state: ProposalState::Draft,
            edit: 0,
            reason: None,
            at: now(),
        };
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        let stale = proposal.clone();
        proposal.state = ProposalState::Submitted;
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        assert!(matches!(journal.save_proposal(&stale).await, Err(JournalError::StaleProposal(_))));
        assert_eq!(journal.proposal(id(50)).await.unwrap().as_ref(), Some(&proposal));
        assert_eq!(journal.proposals(ProposalState::Submitted).await.unwrap(), [proposal.clone()]);
        assert_eq!(journal.proposals_on(Kind::Partnership, id(1)).await.unwrap(), [proposal.clone()]);
        assert_eq!(journal.proposals_on(Kind::Partnership, id(2)).await.unwrap(), []);
        assert_eq!(journal.position().await.unwrap(), 1, "work in progress takes no position");

        let entry = entry(1, 1, "un bis");
        journal.publish_proposal(&proposal, &author(), now(), std::slice::from_ref(&entry)).await.unwrap();
        assert_eq!(journal.newest(Kind::Partnership, id(1)).await.unwrap().unwrap().version, 2);
        assert_eq!(journal.proposal(id(50)).await.unwrap(), None);
        assert!(journal.publish_proposal(&proposal, &author(), now(), &[entry]).await.is_err());
        assert_eq!(journal.position().await.unwrap(), 2);
    }
}

#[tokio::test]
async fn an_outdated_proposal_stays_when_it_cannot_be_published() {
    for test in journals().await {
        let journal = &test.journal;
        journal.append(&author(), now(), &[entry(1, 0, "un")]).await.unwrap();
        let mut proposal = Proposal {
            id: id(50),
            kind: Kind::Partnership,
            record: id(1),
            base: 1,
            author: "agent".into(),
            body: "{}".into(),
            state: ProposalState::Submitted,
            edit: 0,
            reason: None,
            at: now(),
        };
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        journal.append(&author(), now(), &[entry(1, 1, "autre")]).await.unwrap();
        let refused = journal.publish_proposal(&proposal, &author(), now(), &[entry(1, 1, "un bis")]).await;
        assert!(matches!(refused, Err(JournalError::Conflict { current: 2, .. })));
        assert_eq!(journal.proposal(id(50)).await.unwrap(), Some(proposal));
    }
}

#[tokio::test]
async fn a_name_is_claimed_once_and_tells_how_its_proposal_ended() {
    for test in journals().await {
        let journal = &test.journal;
        let accounts = crate::account::Accounts::new(journal);
        let new = crate::account::NewAccount {
            email: "agent@example.org".into(),
            name: "Agent".into(),
            language: crate::web::Lang::Fr,
            grants: Vec::new(),
        };
        let account = accounts.create(&new, now()).await.unwrap().unwrap();
        let claim = |proposal: u64| Claim {
            account,
            name: "dossier".into(),
            digest: "d".into(),
            proposal: id(proposal),
            record: id(proposal + 100),
            base: 0,
            outcome: None,
            at: now(),
        };
        assert_eq!(journal.claim(&claim(1)).await.unwrap(), claim(1));
        assert_eq!(journal.claim(&claim(2)).await.unwrap(), claim(1), "the first keeps the name");
        assert_eq!(journal.claim_on(id(2)).await.unwrap(), None);
        let mut proposal = Proposal {
            id: id(1),
            kind: Kind::Partnership,
            record: id(101),
            base: 0,
            author: account.to_string(),
            body: "{}".into(),
            state: ProposalState::Draft,
            edit: 0,
            reason: None,
            at: now(),
        };
        proposal.edit = journal.save_proposal(&proposal).await.unwrap();
        journal.publish_proposal(&proposal, &author(), now(), &[entry(101, 0, "un")]).await.unwrap();
        assert_eq!(journal.claim_on(id(1)).await.unwrap().unwrap().outcome, Some(Outcome::Published));
        assert_eq!(journal.claims_by(account).await.unwrap().len(), 1);
        journal.erase_account(account, now()).await.unwrap();
        assert_eq!(journal.claims_by(account).await.unwrap(), []);
    }
}
