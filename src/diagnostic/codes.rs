//! Every kind of problem: its permanent name, its weight, and what it is. Why it
//! matters and what to do stands in `codes/`, a file for each. Nothing here
//! decides when a problem is reported.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $hold:ident $title:literal;)+) => {
        /// A kind of problem. Names are permanent: they stand in scripts and
        /// in people's memory.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)+
        }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The permanent name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The weight it has unless a run or a site says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// Whether a site may lower that weight, and if not, why.
            pub fn hold(self) -> Hold {
                match self { $(Self::$variant => Hold::$hold),+ }
            }

            /// What it is, in a line.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// Why it matters and what to do.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("codes/", $name, ".md")).trim_ascii_end()),+ }
            }
        }
    };
}

/// What keeps a kind of problem at its weight. Whatever would go online with it
/// cannot be taken back by a line in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Nothing: a site may set any level.
    Free,
    /// It protects what somebody agreed to.
    Consent,
    /// It protects what must not be known of people.
    Privacy,
    /// Some visitors could not use the page (WCAG 2.2, level AA).
    Access,
    /// Links, addresses or files would not be what they say.
    Integrity,
    /// What it is about is set aside, so there would be nothing to show.
    Unusable,
}

impl Hold {
    /// Why the weight cannot be lowered, as half a sentence; `None` if it can.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Free => None,
            Self::Consent => Some("it protects what people agreed to"),
            Self::Privacy => Some("it protects people's privacy"),
            Self::Access => Some("some visitors could not use the page"),
            Self::Integrity => Some("links, addresses or files would not be what they say"),
            Self::Unusable => Some("what it is about cannot be used, so there is nothing to show"),
        }
    }
}

impl Code {
    /// The code of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether a site may set any level.
    pub fn is_free(self) -> bool {
        self.hold() == Hold::Free
    }

    /// Whether it is looked for only where a site asks for it.
    pub fn is_off(self) -> bool {
        matches!(self, Self::ReadingHard | Self::SummaryMissing | Self::QuoteUnspoken | Self::TranslationMissing)
    }

    /// Whether it is found only once pages are made, as all are that look at the
    /// output.
    pub fn is_late(self) -> bool {
        let of_output = (Self::AssetMissing..=Self::HelpOrder).contains(&self);
        of_output || matches!(self, Self::BudgetExceeded | Self::TemplateRender | Self::OutputFailed)
    }

    /// Whether it is found only by asking other hosts.
    pub fn is_external(self) -> bool {
        matches!(self, Self::ExternalLinkBroken | Self::ExternalLinkMoved | Self::ExternalLinkPrivate)
    }

    /// Whether the machine is at fault and not the content (exit code 3).
    pub fn is_machine(self) -> bool {
        matches!(self, Self::FileUnreadable | Self::OutputFailed)
    }
}

codes! {
    // Reading
    FileUnreadable "file-unreadable" Error Unusable "A file cannot be read.";
    FileNotUtf8 "file-not-utf8" Error Unusable "A text file is not UTF-8.";
    FileTooLarge "file-too-large" Error Unusable "A file is larger than the limit.";
    FileEmpty "file-empty" Error Unusable "A record has nothing in it.";
    FileUnexpected "file-unexpected" Warning Free "A file lies where no file of its kind is read.";
    FileNameInvalid "file-name-invalid" Error Integrity "A file's or folder's name cannot become an address.";
    FileCaseCollision "file-case-collision" Error Integrity "Two files differ in upper and lower case only.";
    SymlinkOutside "symlink-outside" Error Integrity "A symbolic link leads out of the sources.";
    SymlinkLoop "symlink-loop" Error Integrity "A symbolic link leads in a circle or nowhere.";

    // TOML and front matter
    ConfigMissing "config-missing" Error Unusable "There is no site.toml.";
    TomlSyntax "toml-syntax" Error Unusable "The TOML cannot be read.";
    FrontMatterMissing "front-matter-missing" Error Unusable "A story or page does not begin with its record.";
    FrontMatterUnclosed "front-matter-unclosed" Error Unusable "The record's closing `+++` is missing.";
    KeyUnknown "key-unknown" Error Unusable "A key is not known.";
    KeyMissing "key-missing" Error Unusable "A required key is missing.";
    KeyType "key-type" Error Unusable "A value has the wrong type.";
    ValueUnknown "value-unknown" Error Unusable "A value is none of those allowed.";
    ValueRange "value-range" Error Unusable "A number is out of its range.";
    ValueEmpty "value-empty" Error Unusable "A required text is empty.";
    ControlCharacter "control-character" Error Unusable "A text has an invisible control character.";
    DateInvalid "date-invalid" Error Unusable "A date does not exist or is written in another form.";
    DatesReversed "dates-reversed" Error Unusable "An end lies before its start.";
    PlacementTooLong "placement-too-long" Error Unusable "A placement lasts longer than 366 days.";
    LanguageMissing "language-missing" Error Unusable "A text by language lacks the site's own language.";
    LanguageUndeclared "language-undeclared" Warning Free "A translation is into a language that the site does not have.";
    TranslationKey "translation-key" Error Unusable "A translation says what only its original can say.";
    TranslationOrphan "translation-orphan" Warning Free "A translation, or a part of one, has no original.";
    TranslationStale "translation-stale" Warning Free "An original changed after it was translated.";
    TranslationMissing "translation-missing" Warning Free "A text has no translation.";
    LanguageInvalid "language-invalid" Error Unusable "A language tag is not well-formed.";
    BaseUrlInvalid "base-url-invalid" Error Unusable "`base_url` is no web address.";
    DeployUrlInvalid "deploy-url-invalid" Error Unusable "A place that the site is put to has no address that can be used.";
    DeployCredential "deploy-credential" Error Privacy "A password stands in site.toml.";
    EmailInvalid "email-invalid" Error Unusable "An e-mail address is not one.";
    UrlInvalid "url-invalid" Error Unusable "A web address is malformed or unsafe.";
    SummaryTooLong "summary-too-long" Error Unusable "A summary is longer than 300 characters.";

    // References
    OfficeUnknown "office-unknown" Error Unusable "A story names an office that does not exist.";
    CohortUnknown "cohort-unknown" Error Unusable "A story names a cohort that does not exist.";
    DonorUnknown "donor-unknown" Error Unusable "A story names a donor that does not exist.";
    CountryUnknown "country-unknown" Error Unusable "A country code is not known.";
    GoalUnknown "goal-unknown" Error Unusable "There is no such Sustainable Development Goal.";
    TargetUnknown "target-unknown" Error Unusable "There is no such target.";
    GoalRepeated "goal-repeated" Error Unusable "The same goal or record stands there twice.";
    IdDuplicate "id-duplicate" Error Integrity "Two records have one id.";
    LinkDangling "link-dangling" Error Integrity "A link leads nowhere.";
    FragmentDangling "fragment-dangling" Error Free "A link names a heading that its page does not have.";
    LinkToWithheld "link-to-withheld" Warning Free "A link leads to a record that is withheld.";
    WithheldName "withheld-name" Error Privacy "The name of a withheld person or donor is written out.";

    // Consent
    ConsentMissing "consent-missing" Warning Free "There is no complete consent record, so the story is withheld.";
    IdIsName "id-is-name" Warning Free "A person's folder is named after the person.";
    ConsentReviewDue "consent-review-due" Warning Free "The consent is due for review.";
    ConsentEnding "consent-ending" Warning Free "The consent ends soon.";
    SmallNumber "small-number" Warning Free "Figures merge placements of people who are not shown.";
    ConsentDates "consent-dates" Error Consent "The dates of a consent contradict each other.";
    DonorUnnamed "donor-unnamed" Warning Free "A donor has not permitted the use of the name and is treated as anonymous.";
    BeneficiariesUnstated "beneficiaries-unstated" Warning Free "A picture does not say whether beneficiaries can be seen.";

    // Markdown
    LinkUnsafe "link-unsafe" Error Integrity "A link or picture has an unsafe address.";
    RawHtml "raw-html" Warning Free "HTML in a story is shown as text.";
    HeadingTop "heading-top" Warning Free "A story begins its headings at the top level.";
    HeadingEmpty "heading-empty" Error Access "A heading has no text.";
    HeadingSkipped "heading-skipped" Warning Free "A heading skips a level.";
    LinkEmpty "link-empty" Error Access "A link has no text.";
    ImageAltMissing "image-alt-missing" Error Access "A picture has no alternative text.";
    ImageMissing "image-missing" Error Unusable "A picture does not exist.";
    ImageFormat "image-format" Error Unusable "A picture's format is not supported.";
    ImageBroken "image-broken" Error Unusable "A picture file is damaged or far too large.";
    ImageLocation "image-location" Error Privacy "A picture carries the place where it was taken.";
    ImageAnimated "image-animated" Error Access "A picture moves for more than five seconds.";
    ImageActive "image-active" Error Integrity "A drawing holds something that is no drawing.";
    WithheldPicture "withheld-picture" Warning Free "A picture is left out, since the consent does not cover `photo`.";
    DirectiveUnknown "directive-unknown" Error Unusable "There is no such directive.";
    DirectiveSyntax "directive-syntax" Error Unusable "A directive is not written rightly.";
    DirectiveAttribute "directive-attribute" Error Unusable "A directive's attribute is unknown, missing or wrong.";
    DirectiveUnclosed "directive-unclosed" Error Unusable "A directive is opened and not closed, or closed and not opened.";
    FootnoteDangling "footnote-dangling" Error Unusable "A footnote is referred to and not written.";

    // How texts are written
    LinkTextVague "link-text-vague" Warning Free "The words of a link do not say where it leads.";
    AltFileName "alt-file-name" Warning Free "An alternative text is the name of a file.";
    AltRedundant "alt-redundant" Warning Free "An alternative text begins with `image of` or the like.";
    AltRepeated "alt-repeated" Warning Free "An alternative text repeats what stands beside it.";
    AltLong "alt-long" Warning Free "An alternative text is longer than 150 characters.";
    SentenceLong "sentence-long" Warning Free "A sentence has more than 40 words.";
    ReadingHard "reading-hard" Warning Free "A text is hard to read.";
    CapitalsShouted "capitals-shouted" Warning Free "Words in a row, or a title, are all in capitals.";
    StreetAddress "street-address" Warning Free "A story has what looks like a street address.";
    CampNamed "camp-named" Warning Free "A text names a camp.";
    NameMisspelt "name-misspelt" Warning Free "The organisation's or the partner's name is misspelt.";
    SummaryMissing "summary-missing" Warning Free "A page or record has no summary.";
    TextOutdated "text-outdated" Warning Free "A story speaks in the present of a placement that is over.";
    QuoteUnspoken "quote-unspoken" Warning Free "A pull quote does not stand in the story.";
    FirstName "first-name" Warning Free "The first name of somebody is written whose consent does not cover it.";

    // Addresses
    UrlCollision "url-collision" Error Integrity "Two pages or files claim one address.";
    UrlCaseCollision "url-case-collision" Error Integrity "Two addresses differ in upper and lower case only.";
    AliasInvalid "alias-invalid" Error Integrity "An alias is no address of this site.";
    AliasCollision "alias-collision" Error Integrity "An alias is the address of a page or of another alias.";

    // Themes
    ThemeMissing "theme-missing" Error Unusable "The theme does not exist.";
    ThemeCycle "theme-cycle" Error Unusable "A theme extends itself.";
    ThemeTooNew "theme-too-new" Error Unusable "A theme is written for a newer showcase.";
    StyleSyntax "style-syntax" Error Unusable "A style sheet cannot be read.";
    StyleAssetMissing "style-asset-missing" Error Unusable "A theme names a font or picture that it does not have.";
    ContrastLow "contrast-low" Error Access "Two colours of a theme contrast too little.";
    ContrastUnknown "contrast-unknown" Error Access "The contrast of two colours cannot be known.";
    CardDrawing "card-drawing" Error Unusable "A template of social cards gives no drawing.";
    CardFontBroken "card-font-broken" Error Unusable "A font for social cards cannot be used.";
    CardLetters "card-letters" Warning Free "No font of the theme has the letters of a social card.";
    IconMissing "icon-missing" Error Unusable "A template shows an icon that the theme does not have.";
    IconInvalid "icon-invalid" Error Unusable "An icon cannot be put into pages.";
    FaviconInvalid "favicon-invalid" Error Unusable "The icon of the site cannot be drawn.";
    TemplateMissing "template-missing" Error Unusable "A template that every theme needs is missing.";
    TemplateSyntax "template-syntax" Error Unusable "A template cannot be read.";
    TemplateField "template-field" Error Unusable "A template reads a field that its view does not have.";
    TemplateRender "template-render" Error Unusable "A template failed while a page was made.";
    UiStringMissing "ui-string-missing" Error Unusable "A template uses a word that no language file has.";
    WordUntranslated "word-untranslated" Error Access "A language of a theme lacks a word.";
    WordUnknown "word-unknown" Warning Free "A language file has a word that the theme does not know.";
    WordPlaceholder "word-placeholder" Error Unusable "A translated word has other places to fill than the original.";
    WordFormUnused "word-form-unused" Warning Free "A language file has a form for numbers that the language has not.";

    // What is told to programs
    SecurityContact "security-contact" Error Unusable "A contact of security.txt is no address.";
    SecurityExpired "security-expired" Error Integrity "security.txt no longer holds.";
    SecurityExpiring "security-expiring" Warning Free "security.txt will not hold for long.";
    BudgetExceeded "budget-exceeded" Warning Free "A page weighs more than its budget.";

    // Levels
    LintUnknown "lint-unknown" Error Integrity "site.toml sets the level of a code that does not exist.";
    LintFixed "lint-fixed" Error Integrity "site.toml lowers what cannot be lowered.";
    AllowanceInvalid "allowance-invalid" Warning Free "A comment allows nothing, since it is not written rightly.";
    AllowanceUnused "allowance-unused" Warning Free "A comment allows what is not found there.";
    BaselineInvalid "baseline-invalid" Error Integrity "The list of known findings cannot be used.";

    // The output: addresses
    AssetMissing "asset-missing" Error Integrity "Something that a page loads does not exist.";
    LinkCase "link-case" Error Integrity "An address differs from a real one in upper and lower case only.";
    LinkOutside "link-outside" Error Integrity "An address leads out of the site by mistake.";
    LinkRedirects "link-redirects" Warning Free "A link leads to its page by a detour.";
    RedirectChain "redirect-chain" Warning Free "A redirect leads to another redirect.";
    RedirectLoop "redirect-loop" Error Integrity "Redirects lead in a circle.";
    LinkToGone "link-to-gone" Error Integrity "A link leads to a page that was taken down.";
    LinkLocal "link-local" Error Integrity "An address leads to one's own machine.";
    ThirdPartyAsset "third-party-asset" Error Privacy "Something is loaded from another host.";
    PageOrphan "page-orphan" Warning Free "No page leads to this one.";
    CanonicalWrong "canonical-wrong" Warning Free "A page gives another address as its own.";

    // The output: the head of pages
    DoctypeMissing "doctype-missing" Error Integrity "A page does not begin with its doctype.";
    CharsetMissing "charset-missing" Error Integrity "A page does not say that it is UTF-8.";
    ViewportMissing "viewport-missing" Error Access "A page does not fit itself to narrow screens.";
    ViewportZoom "viewport-zoom" Error Access "A page keeps visitors from enlarging it.";
    PageLanguageMissing "page-language-missing" Error Access "A page does not say in which language it is.";
    PageTitleMissing "page-title-missing" Error Access "A page has no title, or two.";
    TitleDuplicate "title-duplicate" Warning Free "Several pages have one title.";
    DescriptionMissing "description-missing" Warning Free "A page has no description.";
    DescriptionDuplicate "description-duplicate" Warning Free "Several pages have one description.";
    PageRefreshes "page-refreshes" Error Access "A page changes by itself after a time.";

    // The output: pages that everybody can use
    PageHeading "page-heading" Error Access "A page has not exactly one main heading.";
    ImageSizeMissing "image-size-missing" Warning Free "A picture does not say how large it is.";
    LinkAmbiguous "link-ambiguous" Warning Free "Two links of one name lead to different pages.";
    ButtonUnnamed "button-unnamed" Error Access "A button or control has no name.";
    MainLandmark "main-landmark" Error Access "A page has not exactly one main part.";
    NavUnnamed "nav-unnamed" Warning Free "Of several navigations one has no name of its own.";
    SkipLink "skip-link" Error Access "A page has no skip link.";
    TableHeaders "table-headers" Error Access "A table has no headers.";
    TableCaption "table-caption" Warning Free "A table has no caption.";
    ListStructure "list-structure" Error Access "A list holds what is no item, or an item stands outside of a list.";
    FrameUntitled "frame-untitled" Error Access "A frame has no title.";
    VideoCaptions "video-captions" Error Access "A film has no captions.";
    MovesByItself "moves-by-itself" Error Access "Something plays or moves by itself.";
    TabindexPositive "tabindex-positive" Error Access "A tabindex above 0 changes the order of the keyboard.";
    FieldUnlabelled "field-unlabelled" Error Access "A field has no label.";
    AutocompleteUnknown "autocomplete-unknown" Error Access "An `autocomplete` has a word that means nothing.";
    IdRepeated "id-repeated" Error Access "An id stands on a page more than once.";
    IdMissing "id-missing" Error Access "An id that is referred to is not on the page.";
    AriaUnknown "aria-unknown" Error Access "A role, an `aria-` attribute or its value does not exist.";
    AriaMisplaced "aria-misplaced" Error Access "An `aria-` attribute does not fit its element.";
    AriaIncomplete "aria-incomplete" Error Access "A role lacks what it cannot do without.";
    AriaHiddenFocusable "aria-hidden-focusable" Error Access "A keyboard reaches what is hidden from those who listen.";
    ControlNested "control-nested" Error Access "A link or button stands inside of another.";
    HelpOrder "help-order" Warning Free "A footer has its links in another order than other pages.";

    // Links to other sites
    ExternalLinkBroken "external-link-broken" Warning Free "A link to another site leads nowhere.";
    ExternalLinkMoved "external-link-moved" Warning Free "A page of another site has moved for good.";
    ExternalLinkPrivate "external-link-private" Warning Free "A link leads into a private network.";

    // Writing
    OutputFailed "output-failed" Error Unusable "The output could not be written.";
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::Code;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|c| c.name()).collect();
        assert!(names.iter().all(|n| crate::path::is_slug(n)));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|c| Code::parse(c.name()) == Some(*c) && c.explanation().len() > 40));
    }

    #[test]
    fn warnings_can_be_set_and_errors_say_why_not() {
        for code in Code::ALL {
            let lowered = *code == Code::FragmentDangling;
            assert_eq!(code.is_free(), code.severity() == Severity::Warning || lowered, "{}", code.name());
            assert_eq!(code.hold().reason().is_none(), code.is_free());
        }
    }
}
