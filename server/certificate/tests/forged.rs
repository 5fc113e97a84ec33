//! Files that somebody altered: the part is named. And files that are none.

use certificate::{Content, Difference, Part, compare, draw, read};
use lopdf::content::{Content as Drawing, Operation};
use lopdf::{Document, Object, dictionary};

use crate::sheet::{noto, proof, record};

/// What is found in the file of `drawn`, altered, when it is compared with the record.
fn found(drawn: &Content, alter: impl FnOnce(&mut Document)) -> Vec<Difference> {
    let file = draw(drawn, &noto(), Some(proof())).unwrap();
    let mut document = Document::load_mem(&file).unwrap();
    alter(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    compare(&record("王秀兰", 4), &noto(), &read(&bytes).unwrap()).unwrap()
}

/// The same where the whole file was made anew from other words, as who has the program could.
fn other_words(change: impl FnOnce(&mut Content)) -> Vec<Difference> {
    let mut content = record("王秀兰", 4);
    change(&mut content);
    found(&content, |_| {})
}

fn part(part: Part, in_file: &str) -> Difference {
    Difference::Part { part, in_file: in_file.into() }
}

#[test]
fn a_file_that_was_only_saved_again_is_the_same() {
    assert_eq!(found(&record("王秀兰", 4), |_| {}), []);
    assert_eq!(found(&record("王秀兰", 4), Document::compress), []);
    assert_eq!(found(&record("王秀兰", 4), Document::decompress), []);
}

#[test]
fn each_part_that_says_something_else_is_named_with_what_it_says() {
    assert_eq!(other_words(|c| c.fields[0].value = "王秀英".into()), [part(Part::Field(0), "王秀英")]);
    assert_eq!(other_words(|c| c.fields[3].value = "84.5 学时".into()), [part(Part::Field(3), "84.5学时")]);
    assert_eq!(
        other_words(|c| c.lines[1][2] = "45 分钟".into()),
        [part(Part::Line(1), "第2课水质与底质45分钟45分钟")]
    );
    assert_eq!(other_words(|c| c.title = "结业证明".into()), [part(Part::Title, "结业证明")]);
    assert_eq!(other_words(|c| c.notes[0].push_str("成绩优秀。")), [Difference::Added("成绩优秀。".into())]);
    let gone = other_words(|c| {
        c.lines.remove(3);
    });
    assert_eq!(gone, [part(Part::Line(3), "")]);
    let two = other_words(|c| {
        c.fields[0].value = "李四".into();
        c.fields[4].value = "2026年9月1日 – 2026年12月3日".into();
    });
    assert_eq!(two, [part(Part::Field(0), "李四"), part(Part::Field(4), "2026年9月1日–2026年12月3日")]);
}

/// Adds operations to the first page.
fn drawn_over(document: &mut Document, operations: Vec<Operation>) {
    let page = document.page_iter().next().unwrap();
    document.add_to_page_content(page, Drawing { operations }).unwrap();
}

#[test]
fn a_picture_that_was_changed_under_the_same_words_is_seen() {
    // A white box over the hours.
    let covered = found(&record("王秀兰", 4), |document| {
        drawn_over(
            document,
            vec![
                Operation::new("rg", vec![1.into(), 1.into(), 1.into()]),
                Operation::new("re", vec![150.into(), 600.into(), 200.into(), 20.into()]),
                Operation::new("f", vec![]),
            ],
        );
    });
    assert_eq!(covered, [Difference::Picture]);
    // A note that lies over the page.
    let stamped = found(&record("王秀兰", 4), |document| {
        let page = document.page_iter().next().unwrap();
        let note = document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "FreeText" });
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Annots", Object::Array(vec![note.into()]));
    });
    assert_eq!(stamped, [Difference::Picture]);
    // A page that is cut off below the name, and one that is turned on its head.
    for (key, value) in [
        ("CropBox", Object::Array(vec![0.into(), 600.into(), 595.into(), 842.into()])),
        ("Rotate", 180.into()),
    ] {
        let cut = found(&record("王秀兰", 4), |document| {
            let page = document.page_iter().next().unwrap();
            document.get_object_mut(page).unwrap().as_dict_mut().unwrap().set(key, value);
        });
        assert_eq!(cut, [Difference::Picture], "{key}");
    }
    // A form beside the pages.
    let formed = found(&record("王秀兰", 4), |document| {
        let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        let form = dictionary! { "Fields" => Object::Array(Vec::new()), "NeedAppearances" => true };
        document.get_object_mut(root).unwrap().as_dict_mut().unwrap().set("AcroForm", form);
    });
    assert_eq!(formed, [Difference::Picture]);
    // Letters that look like others.
    let refaced = found(&record("王秀兰", 4), |document| {
        let mut font = document.objects.iter().filter_map(|(id, object)| {
            let stream = object.as_stream().ok()?;
            (stream.dict.get(b"Subtype").and_then(Object::as_name).ok()? == b"CIDFontType0C").then_some(*id)
        });
        let font = font.next_back().unwrap();
        let stream = document.get_object_mut(font).unwrap().as_stream_mut().unwrap();
        let mut program = stream.decompressed_content().unwrap();
        let last = program.len() - 9;
        program[last] ^= 1;
        stream.set_plain_content(program);
    });
    assert_eq!(refaced, [Difference::Picture]);
}

#[test]
fn what_is_no_certificate_is_refused_without_a_panic() {
    let file = draw(&record("王秀兰", 4), &noto(), Some(proof())).unwrap();
    for bytes in [&b""[..], b"%PDF-1.7", b"\x89PNG", &file[..file.len() / 2], &file[200..]] {
        let refused = read(bytes);
        assert!(
            refused.is_err() || !refused.clone().unwrap().text.contains("王秀兰"),
            "{} bytes: {refused:?}",
            bytes.len()
        );
    }
    // One byte spoiled, here and there: read or refused, and never taken for the genuine one where its words differ.
    let content = record("王秀兰", 4);
    for at in (0..file.len()).step_by(1499) {
        let mut spoiled = file.clone();
        spoiled[at] ^= 0x55;
        if let Ok(found) = read(&spoiled) {
            let differences = compare(&content, &noto(), &found).unwrap();
            assert!(found.text.contains("王秀兰") || !differences.is_empty(), "byte {at}");
        }
    }
}
