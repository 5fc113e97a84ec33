//! The boxes of an MP4, without a parser: what its tables claim before anything believes them, and taking out what the camera
//! wrote.

use std::io::{self, Read, Seek, SeekFrom, Write};

/// Boxes within boxes, at most; a film has seven.
const DEPTH_MAX: usize = 12;
/// Samples of a track at most: a day of pictures. The reader makes room for as many as a table claims, whatever the file holds.
const SAMPLES_MAX: u32 = 24 * 3600 * 60;
/// What is written at a time where something is taken out.
static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

/// A box that was found; none reaches beyond what it lies in.
#[derive(Clone, Copy)]
struct FoundBox {
    kind: [u8; 4],
    start: u64,
    /// Where its content begins.
    content: u64,
    end: u64,
}

impl FoundBox {
    /// Whether boxes lie in it.
    fn holds(self) -> bool {
        matches!(
            &self.kind,
            b"moov" | b"trak" | b"mdia" | b"minf" | b"stbl" | b"edts" | b"mvex" | b"moof" | b"traf"
        )
    }

    /// Whether it holds words of the camera or its owner: the place, names, what the maker of a program likes to say.
    fn is_private(self) -> bool {
        matches!(&self.kind, b"udta" | b"meta" | b"uuid")
    }
}

/// Looks at every box between two places; into those that hold boxes it looks too.
fn each_box<R: Read + Seek>(
    reader: &mut R,
    from: u64,
    to: u64,
    depth: usize,
    visit: &mut impl FnMut(&mut R, FoundBox) -> io::Result<()>,
) -> io::Result<()> {
    let mut start = from;
    while to.saturating_sub(start) >= 8 {
        let mut head = [0; 8];
        reader.seek(SeekFrom::Start(start))?;
        reader.read_exact(&mut head)?;
        let [a, b, c, d, kind @ ..] = head;
        let (mut size, mut content) = (u64::from(u32::from_be_bytes([a, b, c, d])), start + 8);
        if size == 1 && to - start >= 16 {
            let mut long = [0; 8];
            reader.read_exact(&mut long)?;
            (size, content) = (u64::from_be_bytes(long), start + 16);
        } else if size == 0 {
            size = to - start;
        }
        if size < content - start {
            return Ok(());
        }
        let end = start.saturating_add(size).min(to);
        let found = FoundBox { kind, start, content, end };
        visit(reader, found)?;
        if found.holds() && depth < DEPTH_MAX {
            each_box(reader, content, end, depth + 1, visit)?;
        }
        start = start.saturating_add(size);
    }
    Ok(())
}

/// Whether the tables of samples claim what a film can have.
pub fn counts_are_possible<R: Read + Seek>(reader: &mut R, size: u64) -> io::Result<bool> {
    let mut possible = true;
    each_box(reader, 0, size, 0, &mut |reader, found| {
        let at = match &found.kind {
            b"stsz" => 8,
            b"trun" => 4,
            _ => return Ok(()),
        };
        if found.end - found.content >= at + 4 {
            let mut count = [0; 4];
            reader.seek(SeekFrom::Start(found.content + at))?;
            reader.read_exact(&mut count)?;
            possible &= u32::from_be_bytes(count) <= SAMPLES_MAX;
        }
        Ok(())
    })?;
    Ok(possible)
}

/// Takes out what the camera and programs wrote beside the film: such boxes stay in their place, free and empty, so that every
/// offset still holds. Says how many there were.
pub fn take_words_out<F: Read + Write + Seek>(file: &mut F, size: u64) -> io::Result<usize> {
    let mut private = Vec::new();
    each_box(file, 0, size, 0, &mut |_, found| {
        if found.is_private() {
            private.push(found);
        }
        Ok(())
    })?;
    for found in &private {
        file.seek(SeekFrom::Start(found.start + 4))?;
        file.write_all(b"free")?;
        file.seek(SeekFrom::Start(found.content))?;
        let mut left = found.end - found.content;
        while left > 0 {
            let now = left.min(ZEROS.len() as u64);
            file.write_all(&ZEROS[..now as usize])?;
            left -= now;
        }
    }
    Ok(private.len())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn a_box(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        [&(8 + content.len() as u32).to_be_bytes()[..], &kind, content].concat()
    }

    #[test]
    fn words_are_taken_out_wherever_they_stand_and_nothing_moves() {
        let place = a_box(*b"udta", "+37.4-118.5/".as_bytes());
        let track = a_box(*b"trak", &[a_box(*b"tkhd", b"12"), a_box(*b"meta", b"phone")].concat());
        let pictures = a_box(*b"mdat", &a_box(*b"udta", b"pictures may look like that"));
        let film =
            [a_box(*b"ftyp", b"isom"), a_box(*b"moov", &[place, track].concat()), pictures.clone()].concat();
        let mut file = Cursor::new(film.clone());
        assert_eq!(take_words_out(&mut file, film.len() as u64).unwrap(), 2);
        let after = file.into_inner();
        assert_eq!(after.len(), film.len());
        assert!(after.ends_with(&pictures), "pictures stay as they are");
        for gone in ["udta\u{0}", "+37.4", "meta", "phone"] {
            let head = &after[..after.len() - pictures.len()];
            assert!(!head.windows(gone.len()).any(|part| part == gone.as_bytes()), "{gone}");
        }
        let mut again = Cursor::new(after);
        assert_eq!(take_words_out(&mut again, film.len() as u64).unwrap(), 0, "once is enough");
    }

    #[test]
    fn boxes_that_lie_about_their_size_hold_nobody_up() {
        let deep = (0..200).fold(Vec::new(), |inside, _| a_box(*b"moov", &inside));
        let long = [&[0, 0, 0, 1][..], b"udta", &u64::MAX.to_be_bytes(), b"words"].concat();
        let small = [0, 0, 0, 3, b'm', b'o', b'o', b'v', 1, 2, 3];
        for film in [deep, long, small.to_vec(), vec![0; 64]] {
            let size = film.len() as u64;
            assert!(counts_are_possible(&mut Cursor::new(&film), size).unwrap());
            assert!(take_words_out(&mut Cursor::new(film), size).is_ok());
        }
    }
}
