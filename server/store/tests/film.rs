//! A film counts as received only once, and what is ready stays what it is.

use domain::audit::AuditAction;
use domain::film::FilmState;
use store::audit::AuditEvent;
use store::film::{Deleted, FoundFilm, NewFilm};

use crate::fixture::city::{a_city, try_run};
use crate::fixture::databases::on_both;

#[tokio::test]
async fn a_film_that_is_ready_stays_what_it_is_until_it_is_deleted_once() {
    on_both(async |db| {
        a_city(db, 1).await;
        let film = NewFilm {
            id: "f".into(),
            organisation: "school".into(),
            name: "a.mp4".to_owned(),
            bytes: 10,
            by: "a1".into(),
        };
        db.begin_film(&film, 0).await.unwrap().unwrap();
        let id = &film.id;
        assert!(db.film_received(id, 0, 4, 1).await.unwrap());
        assert!(!db.film_received(id, 0, 4, 1).await.unwrap(), "from the same place only once");
        for wrong in [
            "UPDATE film SET bytes_received = 11",
            "UPDATE film SET name = 'b.mp4'",
            "UPDATE film SET state = 'measuring'",
            "UPDATE film SET state = 'ready', bytes_received = 10",
            "UPDATE film SET deleted_at = 1",
        ] {
            assert!(try_run(db, wrong).await.is_err(), "{wrong}");
        }
        assert!(db.film_received(id, 4, 10, 2).await.unwrap());
        assert_eq!(db.film(id).await.unwrap().state(), FilmState::Measuring);
        assert!(!db.end_upload(id).await.unwrap());
        let event = |action| AuditEvent::by_system("x".to_owned(), 3, action);
        let (organisation, sha256) = (film.organisation.clone(), "ab".to_owned());
        let delete = event(AuditAction::FilmDelete {
            film: id.clone(),
            organisation: organisation.clone(),
            sha256: sha256.clone(),
        });
        assert_eq!(db.delete_film(id, &delete).await.unwrap(), Deleted::Busy);
        let found = FoundFilm { sha256: sha256.clone(), duration_ms: 6000 };
        let ready =
            AuditAction::FilmReady { film: id.clone(), organisation, sha256, duration_ms: 6000, bytes: 10 };
        let ready = AuditEvent { id: "y".to_owned(), ..event(ready) };
        assert!(db.film_ready(id, &found, &ready).await.unwrap());
        assert!(!db.film_ready(id, &found, &ready).await.unwrap());
        assert_eq!(db.forget_films(i64::MAX).await.unwrap(), 0);
        for wrong in [
            "UPDATE film SET sha256 = 'cd'",
            "UPDATE film SET duration_ms = 3600000",
            "UPDATE film SET state = 'refused', refusal = 'no_mp4', sha256 = NULL, duration_ms = NULL",
            "DELETE FROM film",
        ] {
            assert!(try_run(db, wrong).await.is_err(), "{wrong}");
        }
        assert!(db.film_file_is_wanted("ab").await.unwrap());
        assert_eq!(db.delete_film(id, &delete).await.unwrap(), Deleted::Done(Some("ab".to_owned())));
        assert_eq!(db.delete_film(id, &delete).await.unwrap(), Deleted::Already);
        assert!(!db.film_file_is_wanted("ab").await.unwrap());
        assert!(try_run(db, "UPDATE film SET deleted_at = NULL").await.is_err());
    })
    .await;
}
