use domain::wire::Refused;

use super::*;

fn set(ranges: &[[i64; 2]]) -> Ranges {
    Ranges::union_of(ranges.to_vec())
}

fn open(covered: &[[i64; 2]]) -> Tally {
    let mut tally = Tally::default();
    tally.opened(&session("s1", covered));
    tally
}

fn session(name: &str, covered: &[[i64; 2]]) -> SessionOpened {
    let covered = set(covered);
    SessionOpened {
        session: name.into(),
        position_ms: 0,
        waiting_ms: covered.total_ms(),
        covered,
        beat_seconds: 15,
        duration_ms: 200_000,
        verified_ms: 0,
        superseded: None,
        check: None,
        held: false,
        passes: 0,
    }
}

fn answer(counted_ms: i64, waiting_ms: i64, refused: Option<RefusalCode>) -> BeatAnswer {
    let refused = refused.map(|code| Refused { code: code.as_str().to_owned(), ms: 1, text: String::new() });
    BeatAnswer { counted_ms, waiting_ms, refused: refused.into_iter().collect(), ..BeatAnswer::default() }
}

fn play_and_cut(tally: &mut Tally, from_ms: i64, to_ms: i64) {
    tally.add(&set(&[[from_ms, to_ms]]));
    tally.cut(to_ms, PlayState::Playing);
}

#[test]
fn beats_are_numbered_and_never_change_until_answered() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    play_and_cut(&mut tally, 15_000, 30_000);
    let numbers: Vec<_> = tally.queue().iter().map(|beat| (beat.seq, beat.played.clone())).collect();
    assert_eq!(numbers, [(0, vec![[0, 15_000]]), (1, vec![[15_000, 30_000]])]);
    tally.answered(&answer(15_000, 15_000, None));
    assert_eq!(tally.queue().front().map(|beat| beat.seq), Some(1));
}

#[test]
fn what_jitter_left_uncounted_goes_with_the_next_beat() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    let verdict = tally.answered(&answer(14_700, 14_700, None));
    assert_eq!(verdict, Verdict::default());
    play_and_cut(&mut tally, 15_000, 30_000);
    assert_eq!(tally.queue()[0].played, [[14_700, 30_000]]);
    tally.answered(&answer(15_300, 30_000, None));
    assert_eq!(tally.covered().as_slice(), [[0, 30_000]]);
    assert!(!tally.has_pending());
}

#[test]
fn what_a_waiting_check_held_back_is_not_lost() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    let verdict = tally.answered(&answer(4_000, 4_000, Some(RefusalCode::CheckWaiting)));
    assert_eq!((verdict.refused, verdict.lost_ms), (Some(RefusalCode::CheckWaiting), 0));
    assert_eq!(tally.uncounted(&Ranges::default()).as_slice(), [[4_000, 15_000]]);
}

#[test]
fn what_the_cap_refuses_is_not_sent_again() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    let verdict = tally.answered(&answer(4_000, 4_000, Some(RefusalCode::DayCap)));
    assert_eq!(verdict.lost_ms, 11_000);
    assert!(!tally.has_pending());
}

#[test]
fn the_bar_moves_with_play_and_the_server_has_the_last_word() {
    let mut tally = open(&[[0, 10_000]]);
    assert_eq!(tally.waiting_ms(&Ranges::default()), 10_000);
    assert_eq!(tally.waiting_ms(&set(&[[9_000, 12_000]])), 12_000, "a rewatched second earns nothing");
    play_and_cut(&mut tally, 9_000, 12_000);
    assert_eq!(tally.waiting_ms(&set(&[[12_000, 13_000]])), 13_000);
    tally.answered(&answer(1_500, 11_500, None));
    assert_eq!(tally.waiting_ms(&Ranges::default()), 12_000);
}

#[test]
fn sums_that_do_not_fit_ask_for_the_servers_view() {
    let mut tally = open(&[[0, 60_000]]);
    play_and_cut(&mut tally, 60_000, 75_000);
    assert!(tally.answered(&answer(15_000, 15_000, None)).out_of_step, "60 s were given back");
    tally.opened(&session("s2", &[[60_000, 75_000]]));
    assert_eq!(first_hole(tally.covered(), 200_000), Some([0, 60_000]));
}

#[test]
fn unsent_beats_of_a_lost_session_are_offered_to_the_next() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    play_and_cut(&mut tally, 15_000, 20_000);
    tally.session_over();
    assert!(tally.draft(&Ranges::default(), 0, PlayState::Paused).is_none());
    tally.opened(&session("s2", &[[0, 15_000]]));
    tally.cut(20_000, PlayState::Paused);
    assert_eq!(tally.queue()[0].session, "s2".into());
    assert_eq!((tally.queue()[0].seq, &tally.queue()[0].played), (0, &vec![[15_000, 20_000]]));
}

#[test]
fn a_taken_number_is_left_and_what_it_carried_goes_again() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    tally.number_was_taken();
    tally.cut(15_000, PlayState::Playing);
    assert_eq!((tally.queue()[0].seq, &tally.queue()[0].played), (1, &vec![[0, 15_000]]));
}

#[test]
fn a_beat_that_can_never_be_read_goes_alone() {
    let mut tally = open(&[]);
    play_and_cut(&mut tally, 0, 15_000);
    play_and_cut(&mut tally, 15_000, 30_000);
    tally.beat_was_refused();
    assert_eq!((tally.queue().len(), tally.queue()[0].seq), (1, 1));
    assert!(!tally.has_pending());
}

#[test]
fn what_a_film_has_beyond_its_lesson_is_in_no_beat() {
    let mut tally = open(&[[0, 190_000]]);
    play_and_cut(&mut tally, 190_000, 200_700);
    let beat = &tally.queue()[0];
    assert_eq!((&beat.played, beat.position_ms), (&vec![[190_000, 200_000]], 200_000));
    assert!(!tally.has_pending());
}

#[test]
fn a_lesson_is_complete_when_only_pinholes_are_left() {
    let mut tally = open(&[[0, 150_000]]);
    assert!(!tally.complete());
    play_and_cut(&mut tally, 150_000, 199_600);
    tally.answered(&answer(49_600, 199_600, None));
    assert!(tally.complete());
}
