//! Words that stand in nearly every text of a language and tell nothing.

/// Those of a language, folded; none where nobody has listed any.
pub fn stop_words(language: &str) -> &'static [&'static str] {
    match language.split('-').next().unwrap_or_default() {
        "en" => &[
            "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he",
            "her", "his", "i", "in", "is", "it", "its", "me", "my", "not", "of", "on", "or", "our", "she", "so",
            "that", "the", "their", "them", "then", "there", "they", "this", "to", "was", "we", "were", "which",
            "with", "you",
        ],
        _ => &[],
    }
}
