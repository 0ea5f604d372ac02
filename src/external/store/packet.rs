//! Packets of SFTP version 3, as OpenSSH speaks it
//! (draft-ietf-secsh-filexfer-02, and OpenSSH's PROTOCOL for its extension). Bytes
//! in, bytes out.
//!
//! The crates that have these packets bring an asynchronous runtime or libssh2
//! with them, or are no longer kept; a dozen packets are what a deploy needs. What
//! comes from a server is bounded and read by pieces that may be missing.

/// Bytes of a packet at most: what OpenSSH sends and takes.
pub(super) const LARGEST: u32 = 256 * 1024;

/// Bytes of a file in a packet.
pub(super) const PIECE: usize = 32 * 1024;

/// The extension by which a file takes the place of another.
pub(super) const POSIX_RENAME: &[u8] = b"posix-rename@openssh.com";

/// What a server is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask<'a> {
    /// Whether a file is there.
    Stat(&'a str),
    /// A file, to be read.
    OpenRead(&'a str),
    /// A file, empty, to be written.
    OpenWrite(&'a str),
    /// Bytes of it, from there on.
    Read(&'a [u8], u64),
    /// Bytes into it.
    Write(&'a [u8], u64, &'a [u8]),
    Close(&'a [u8]),
    Remove(&'a str),
    MakeFolder(&'a str),
    RemoveFolder(&'a str),
    /// Another name for a file; where that is taken, a failure.
    Rename(&'a str, &'a str),
    /// Another name for a file, whatever had it.
    Replace(&'a str, &'a str),
}

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Status(u32),
    Handle(Vec<u8>),
    Data(Vec<u8>),
    Attributes,
}

/// It is done; there is no more; there is no such file; it is not allowed.
pub(super) const OK: u32 = 0;
pub(super) const END: u32 = 1;
pub(super) const NO_FILE: u32 = 2;
pub(super) const DENIED: u32 = 3;

/// The first packet: version 3.
pub(super) fn hello() -> Vec<u8> {
    framed(&[1, 0, 0, 0, 3])
}

/// Whether the answer to the first packet is one, and whether the server knows
/// [`POSIX_RENAME`].
pub(super) fn welcomed(packet: &[u8]) -> Option<bool> {
    let mut rest = packet.strip_prefix(&[2])?;
    if number(&mut rest)? < 3 {
        return None;
    }
    let mut replaces = false;
    while !rest.is_empty() {
        let name = bytes(&mut rest)?;
        bytes(&mut rest)?;
        replaces |= name == POSIX_RENAME;
    }
    Some(replaces)
}

/// A request as a packet.
pub(super) fn request(id: u32, ask: Ask<'_>) -> Vec<u8> {
    let (kind, texts): (u8, Vec<&[u8]>) = match ask {
        Ask::OpenRead(path) | Ask::OpenWrite(path) => (3, vec![path.as_bytes()]),
        Ask::Close(handle) => (4, vec![handle]),
        Ask::Read(handle, _) => (5, vec![handle]),
        Ask::Write(handle, ..) => (6, vec![handle]),
        Ask::Remove(path) => (13, vec![path.as_bytes()]),
        Ask::MakeFolder(path) => (14, vec![path.as_bytes()]),
        Ask::RemoveFolder(path) => (15, vec![path.as_bytes()]),
        Ask::Stat(path) => (17, vec![path.as_bytes()]),
        Ask::Rename(from, to) => (18, vec![from.as_bytes(), to.as_bytes()]),
        Ask::Replace(from, to) => (200, vec![POSIX_RENAME, from.as_bytes(), to.as_bytes()]),
    };
    let mut body = vec![kind];
    body.extend(id.to_be_bytes());
    texts.into_iter().for_each(|text| push(&mut body, text));
    match ask {
        Ask::OpenRead(_) => body.extend([0, 0, 0, 1, 0, 0, 0, 0]),
        // To be written, made, and emptied.
        Ask::OpenWrite(_) => body.extend([0, 0, 0, 0x1a, 0, 0, 0, 0]),
        Ask::Read(_, at) => {
            body.extend(at.to_be_bytes());
            body.extend((PIECE as u32).to_be_bytes());
        }
        Ask::Write(_, at, piece) => {
            body.extend(at.to_be_bytes());
            push(&mut body, piece);
        }
        Ask::MakeFolder(_) => body.extend([0; 4]),
        _ => {}
    }
    framed(&body)
}

/// The number of the request that a packet answers, and the answer.
pub(super) fn answer(packet: &[u8]) -> Option<(u32, Answer)> {
    let (kind, mut rest) = packet.split_first()?;
    let id = number(&mut rest)?;
    let answer = match kind {
        101 => Answer::Status(number(&mut rest)?),
        // The standard allows so many bytes.
        102 => Answer::Handle(bytes(&mut rest).filter(|handle| handle.len() <= 256)?.to_vec()),
        103 => Answer::Data(bytes(&mut rest)?.to_vec()),
        105 => Answer::Attributes,
        _ => return None,
    };
    Some((id, answer))
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut packet = Vec::with_capacity(body.len() + 4);
    push(&mut packet, body);
    packet
}

fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    // Nothing that is sent is longer than a piece and two paths.
    out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(bytes);
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (four, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_be_bytes(*four))
}

fn bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Answer, Ask, answer, request, welcomed};

    #[test]
    fn packets_are_as_the_draft_has_them() {
        assert_eq!(request(7, Ask::Remove("a")), [0, 0, 0, 10, 13, 0, 0, 0, 7, 0, 0, 0, 1, b'a']);
        let write = request(1, Ask::Write(b"h", 2, b"xy"));
        assert_eq!(write[4..], [6, 0, 0, 0, 1, 0, 0, 0, 1, b'h', 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, b'x', b'y']);
        assert_eq!(answer(&[101, 0, 0, 0, 9, 0, 0, 0, 2]), Some((9, Answer::Status(2))));
        assert_eq!(answer(&[103, 0, 0, 0, 9, 0, 0, 0, 2, 5, 6]), Some((9, Answer::Data(vec![5, 6]))));
        assert_eq!(answer(&[103, 0, 0, 0, 9, 0xff, 0, 0, 2, 5, 6]), None);
        assert_eq!((welcomed(&[2, 0, 0, 0, 3]), welcomed(&[2, 0, 0, 0, 2])), (Some(false), None));
    }

    proptest! {
        #[test]
        fn whatever_a_server_sends_is_read_or_refused(packet: Vec<u8>, kind in any::<u8>()) {
            let packet = [&[kind], packet.as_slice()].concat();
            drop((answer(&packet), welcomed(&packet)));
        }
    }
}
