//! Wording that others ask for word for word, in the languages that it is here in.
//!
//! Sources: for Kosovo the fixed wording in the usage of the United Nations
//! (Security Council resolution 1244 (1999)); for the goals the guidelines for the
//! use of the SDG logo; for maps the wording that IOM prints under its own. The
//! English is theirs. French, Spanish and Arabic were translated for this project
//! after the usual wording of these organisations, and nobody has reviewed them
//! yet. In any other language the English stands, which is right in each.
//!
//! This module may not decide which page needs which wording.

/// On every page that names Kosovo.
pub fn kosovo(language: &str) -> &'static str {
    match primary(language) {
        "ar" => "تُفهم الإشارات إلى كوسوفو في سياق قرار مجلس الأمن التابع للأمم المتحدة 1244 (1999).",
        "es" => {
            "Toda referencia a Kosovo debe entenderse en el contexto de la resolución 1244 (1999) del Consejo de \
             Seguridad de las Naciones Unidas."
        }
        "fr" => {
            "Toute référence au Kosovo doit s’entendre dans le contexte de la résolution 1244 (1999) du Conseil de \
             sécurité des Nations Unies."
        }
        _ => {
            "References to Kosovo shall be understood to be in the context of United Nations Security Council \
             resolution 1244 (1999)."
        }
    }
}

/// On every page about the goals.
pub fn goals(language: &str) -> &'static str {
    match primary(language) {
        "ar" => {
            "لم توافق الأمم المتحدة على محتوى هذا المنشور، وهو لا يعبّر عن آراء الأمم المتحدة أو مسؤوليها أو دولها \
             الأعضاء."
        }
        "es" => {
            "El contenido de esta publicación no ha sido aprobado por las Naciones Unidas y no refleja las opiniones de \
             las Naciones Unidas ni de sus funcionarios o Estados Miembros."
        }
        "fr" => {
            "Le contenu de cette publication n’a pas été approuvé par les Nations Unies et ne reflète pas les vues des \
             Nations Unies, de leurs fonctionnaires ou de leurs États Membres."
        }
        _ => {
            "The content of this publication has not been approved by the United Nations and does not reflect the views \
             of the United Nations or its officials or Member States."
        }
    }
}

/// On every page with a map; the publisher's name stands between the two.
pub fn map(language: &str) -> [&'static str; 2] {
    match primary(language) {
        "ar" => [
            "هذه الخريطة لأغراض التوضيح فقط. ولا تعني الحدود والأسماء المبيّنة والتسميات المستخدمة فيها إقرارًا أو قبولًا \
             رسميًا من ",
            ".",
        ],
        "es" => [
            "Este mapa tiene fines meramente ilustrativos. Las fronteras y los nombres que figuran en él y las \
             denominaciones utilizadas no implican aprobación o aceptación oficial por parte de ",
            ".",
        ],
        "fr" => [
            "Cette carte n’est donnée qu’à titre d’illustration. Les frontières et les noms indiqués ainsi que les \
             appellations employées n’impliquent ni approbation ni acceptation officielle de la part de\u{a0}: ",
            ".",
        ],
        _ => [
            "This map is for illustration purposes only. The boundaries and names shown and the designations used on \
             this map do not imply official endorsement or acceptance by ",
            ".",
        ],
    }
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{goals, kosovo, map};

    #[test]
    fn another_language_has_the_english() {
        assert_eq!((kosovo("sw"), goals("sw"), map("sw")), (kosovo("en-GB"), goals("en-GB"), map("en-GB")));
        for language in ["fr", "es-MX", "ar"] {
            assert!(kosovo(language).contains("1244") && kosovo(language) != kosovo("en"), "{language}");
            assert!(goals(language) != goals("en") && map(language) != map("en"), "{language}");
        }
    }
}
