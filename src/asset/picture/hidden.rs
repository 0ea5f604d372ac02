//! What a picture says of itself beside the picture: where it was taken, and
//! which way up it is.

use std::io::Cursor;

use exif::{Exif, In, Tag};
use image::metadata::Orientation;

/// Whether it carries a position. A clock that was set by satellite is none.
pub(super) fn is_located(bytes: &[u8]) -> bool {
    // XMP is text: a position stands in it under these names, whatever their
    // prefix is.
    let xmp = [b"GPSLatitude".as_slice(), b"GPSLongitude".as_slice()];
    if xmp.iter().any(|name| memchr::memmem::find(bytes, name).is_some()) {
        return true;
    }
    let position =
        [Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude, Tag::GPSDestLongitude, Tag::GPSAreaInformation];
    exif(bytes).is_some_and(|data| data.fields().any(|field| position.contains(&field.tag)))
}

/// How it has to be turned to stand upright; `None` if it does (EXIF 2.32,
/// 4.6.4, tag 274).
pub(super) fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let data = exif(bytes)?;
    let value = data.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    let orientation = Orientation::from_exif(u8::try_from(value).ok()?)?;
    (orientation != Orientation::NoTransforms).then_some(orientation)
}

/// Whether height and width change places when it is turned.
pub(super) fn lies(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// Its EXIF data, as much as can be read of it.
fn exif(bytes: &[u8]) -> Option<Exif> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes));
    read.or_else(|error| error.distill_partial_result(|_| ())).ok()
}
