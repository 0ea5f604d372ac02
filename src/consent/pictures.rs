//! Warnings about the pictures of a text: those that consent does not cover,
//! and those of which nobody said who can be seen.

use crate::content::intern::Portrait;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Doc;
use crate::path::SourcePath;

/// Warns of each picture that is left out, or that says too little.
/// One without a file is in error, which was reported.
pub(super) fn warn(doc: &Doc, files: &[Option<SourcePath>], photo: bool, problems: &mut Vec<Diagnostic>) {
    for (image, _) in doc.images.iter().zip(files).filter(|(_, file)| file.is_some()) {
        if !photo {
            let message = format!("The picture `{}` is left out: the consent does not cover `photo`.", image.src);
            let help = "Ask the person, or take the picture out of the text.";
            problems.push(Diagnostic::new(Code::WithheldPicture, image.span, message).help(help));
        } else if image.beneficiaries.is_none() && !image.video_thumbnail {
            let help = "Write it as `::figure{src=\"…\" alt=\"…\" beneficiaries=\"none\"}`, or with `consented` or \
                        `unidentifiable`.";
            problems.push(Diagnostic::new(Code::BeneficiariesUnstated, image.span, UNSTATED).help(help));
        }
    }
}

/// Warns of a portrait that says too little.
pub(super) fn warn_of_portrait(portrait: &Portrait, problems: &mut Vec<Diagnostic>) {
    if portrait.beneficiaries.is_none() {
        let help = "Add the line `beneficiaries = \"none\"` below [portrait], or `consented` or `unidentifiable`.";
        problems.push(Diagnostic::new(Code::BeneficiariesUnstated, portrait.file.span, UNSTATED).help(help));
    }
}

const UNSTATED: &str = "Nobody says whether people who receive assistance can be seen in this picture.";
