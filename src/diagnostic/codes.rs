//! Every kind of problem: its permanent name, its weight, and what it is. Why it
//! matters and what to do stands in `codes/`, a file for each. Nothing here
//! decides when a problem is reported.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $title:literal;)+) => {
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

impl Code {
    /// The code of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether the machine is at fault and not the content (exit code 3).
    pub fn is_machine(self) -> bool {
        matches!(self, Self::FileUnreadable | Self::OutputFailed)
    }
}

codes! {
    // Reading
    FileUnreadable "file-unreadable" Error "A file cannot be read.";
    FileNotUtf8 "file-not-utf8" Error "A text file is not UTF-8.";
    FileTooLarge "file-too-large" Error "A file is larger than the limit.";
    FileEmpty "file-empty" Error "A record has nothing in it.";
    FileUnexpected "file-unexpected" Warning "A file lies where no file of its kind is read.";
    FileNameInvalid "file-name-invalid" Error "A file's or folder's name cannot become an address.";
    FileCaseCollision "file-case-collision" Error "Two files differ in upper and lower case only.";
    SymlinkOutside "symlink-outside" Error "A symbolic link leads out of the sources.";
    SymlinkLoop "symlink-loop" Error "A symbolic link leads in a circle or nowhere.";

    // TOML and front matter
    ConfigMissing "config-missing" Error "There is no site.toml.";
    TomlSyntax "toml-syntax" Error "The TOML cannot be read.";
    FrontMatterMissing "front-matter-missing" Error "A story or page does not begin with its record.";
    FrontMatterUnclosed "front-matter-unclosed" Error "The record's closing `+++` is missing.";
    KeyUnknown "key-unknown" Error "A key is not known.";
    KeyMissing "key-missing" Error "A required key is missing.";
    KeyType "key-type" Error "A value has the wrong type.";
    ValueUnknown "value-unknown" Error "A value is none of those allowed.";
    ValueRange "value-range" Error "A number is out of its range.";
    ValueEmpty "value-empty" Error "A required text is empty.";
    ControlCharacter "control-character" Error "A text has an invisible control character.";
    DateInvalid "date-invalid" Error "A date does not exist or is written in another form.";
    DatesReversed "dates-reversed" Error "An end lies before its start.";
    PlacementTooLong "placement-too-long" Error "A placement lasts longer than 366 days.";
    LanguageMissing "language-missing" Error "A text by language lacks the site's own language.";
    LanguageInvalid "language-invalid" Error "A language tag is not well-formed.";
    BaseUrlInvalid "base-url-invalid" Error "`base_url` is no web address.";
    EmailInvalid "email-invalid" Error "An e-mail address is not one.";
    UrlInvalid "url-invalid" Error "A web address is malformed or unsafe.";
    SummaryTooLong "summary-too-long" Error "A summary is longer than 300 characters.";

    // References
    OfficeUnknown "office-unknown" Error "A story names an office that does not exist.";
    CohortUnknown "cohort-unknown" Error "A story names a cohort that does not exist.";
    DonorUnknown "donor-unknown" Error "A story names a donor that does not exist.";
    CountryUnknown "country-unknown" Error "A country code is not known.";
    GoalUnknown "goal-unknown" Error "There is no such Sustainable Development Goal.";
    TargetUnknown "target-unknown" Error "There is no such target.";
    GoalRepeated "goal-repeated" Error "The same goal or record stands there twice.";
    IdDuplicate "id-duplicate" Error "Two records have one id.";
    LinkDangling "link-dangling" Error "A link leads nowhere.";
    FragmentDangling "fragment-dangling" Error "A link names a heading that its page does not have.";
    LinkToWithheld "link-to-withheld" Warning "A link leads to a record that is withheld.";
    WithheldName "withheld-name" Error "The name of a withheld person or donor is written out.";

    // Consent
    ConsentMissing "consent-missing" Warning "There is no complete consent record, so the story is withheld.";
    IdIsName "id-is-name" Warning "A person's folder is named after the person.";
    ConsentReviewDue "consent-review-due" Warning "The consent is due for review.";
    ConsentEnding "consent-ending" Warning "The consent ends soon.";
    SmallNumber "small-number" Warning "Figures merge placements of people who are not shown.";
    ConsentDates "consent-dates" Error "The dates of a consent contradict each other.";
    DonorUnnamed "donor-unnamed" Warning "A donor has not permitted the use of the name and is treated as anonymous.";
    BeneficiariesUnstated "beneficiaries-unstated" Warning "A picture does not say whether beneficiaries can be seen.";

    // Markdown
    LinkUnsafe "link-unsafe" Error "A link or picture has an unsafe address.";
    RawHtml "raw-html" Warning "HTML in a story is shown as text.";
    HeadingTop "heading-top" Warning "A story begins its headings at the top level.";
    HeadingEmpty "heading-empty" Error "A heading has no text.";
    HeadingSkipped "heading-skipped" Warning "A heading skips a level.";
    LinkEmpty "link-empty" Error "A link has no text.";
    ImageAltMissing "image-alt-missing" Error "A picture has no alternative text.";
    ImageMissing "image-missing" Error "A picture does not exist.";
    ImageFormat "image-format" Error "A picture's format is not supported.";
    ImageBroken "image-broken" Error "A picture file is damaged or far too large.";
    ImageLocation "image-location" Error "A picture carries the place where it was taken.";
    ImageAnimated "image-animated" Error "A picture moves for more than five seconds.";
    ImageActive "image-active" Error "A drawing holds something that is no drawing.";
    WithheldPicture "withheld-picture" Warning "A picture is left out, since the consent does not cover `photo`.";
    DirectiveUnknown "directive-unknown" Error "There is no such directive.";
    DirectiveSyntax "directive-syntax" Error "A directive is not written rightly.";
    DirectiveAttribute "directive-attribute" Error "A directive's attribute is unknown, missing or wrong.";
    DirectiveUnclosed "directive-unclosed" Error "A directive is opened and not closed, or closed and not opened.";
    FootnoteDangling "footnote-dangling" Error "A footnote is referred to and not written.";

    // Addresses
    UrlCollision "url-collision" Error "Two pages or files claim one address.";
    UrlCaseCollision "url-case-collision" Error "Two addresses differ in upper and lower case only.";
    AliasInvalid "alias-invalid" Error "An alias is no address of this site.";
    AliasCollision "alias-collision" Error "An alias is the address of a page or of another alias.";

    // Themes
    ThemeMissing "theme-missing" Error "The theme does not exist.";
    ThemeCycle "theme-cycle" Error "A theme extends itself.";
    ThemeTooNew "theme-too-new" Error "A theme is written for a newer showcase.";
    StyleSyntax "style-syntax" Error "A style sheet cannot be read.";
    StyleAssetMissing "style-asset-missing" Error "A theme names a font or picture that it does not have.";
    ContrastLow "contrast-low" Error "Two colours of a theme contrast too little.";
    ContrastUnknown "contrast-unknown" Error "The contrast of two colours cannot be known.";
    CardDrawing "card-drawing" Error "A template of social cards gives no drawing.";
    CardFontBroken "card-font-broken" Error "A font for social cards cannot be used.";
    CardLetters "card-letters" Warning "No font of the theme has the letters of a social card.";
    IconMissing "icon-missing" Error "A template shows an icon that the theme does not have.";
    IconInvalid "icon-invalid" Error "An icon cannot be put into pages.";
    FaviconInvalid "favicon-invalid" Error "The icon of the site cannot be drawn.";
    TemplateMissing "template-missing" Error "A template that every theme needs is missing.";
    TemplateSyntax "template-syntax" Error "A template cannot be read.";
    TemplateField "template-field" Error "A template reads a field that its view does not have.";
    TemplateRender "template-render" Error "A template failed while a page was made.";
    UiStringMissing "ui-string-missing" Error "A template uses a word that no language file has.";

    // What is told to programs
    SecurityContact "security-contact" Error "A contact of security.txt is no address.";
    SecurityExpired "security-expired" Error "security.txt no longer holds.";
    SecurityExpiring "security-expiring" Warning "security.txt will not hold for long.";
    BudgetExceeded "budget-exceeded" Warning "A page weighs more than its budget.";

    // The output: addresses
    AssetMissing "asset-missing" Error "Something that a page loads does not exist.";
    LinkCase "link-case" Error "An address differs from a real one in upper and lower case only.";
    LinkOutside "link-outside" Error "An address leads out of the site by mistake.";
    LinkRedirects "link-redirects" Warning "A link leads to its page by a detour.";
    RedirectChain "redirect-chain" Warning "A redirect leads to another redirect.";
    RedirectLoop "redirect-loop" Error "Redirects lead in a circle.";
    LinkToGone "link-to-gone" Error "A link leads to a page that was taken down.";
    LinkLocal "link-local" Error "An address leads to one's own machine.";
    ThirdPartyAsset "third-party-asset" Error "Something is loaded from another host.";
    PageOrphan "page-orphan" Warning "No page leads to this one.";
    CanonicalWrong "canonical-wrong" Warning "A page gives another address as its own.";

    // The output: the head of pages
    DoctypeMissing "doctype-missing" Error "A page does not begin with its doctype.";
    CharsetMissing "charset-missing" Error "A page does not say that it is UTF-8.";
    ViewportMissing "viewport-missing" Error "A page does not fit itself to narrow screens.";
    ViewportZoom "viewport-zoom" Error "A page keeps visitors from enlarging it.";
    PageLanguageMissing "page-language-missing" Error "A page does not say in which language it is.";
    PageTitleMissing "page-title-missing" Error "A page has no title, or two.";
    TitleDuplicate "title-duplicate" Warning "Several pages have one title.";
    DescriptionMissing "description-missing" Warning "A page has no description.";
    DescriptionDuplicate "description-duplicate" Warning "Several pages have one description.";
    PageRefreshes "page-refreshes" Error "A page changes by itself after a time.";

    // The output: pages that everybody can use
    PageHeading "page-heading" Error "A page has not exactly one main heading.";
    ImageAltFileName "image-alt-file-name" Error "An alternative text is the name of a file.";
    ImageAltRepeats "image-alt-repeats" Warning "An alternative text repeats the text beside it.";
    ImageSizeMissing "image-size-missing" Warning "A picture does not say how large it is.";
    LinkVague "link-vague" Warning "A link is called \"click here\" or the like.";
    LinkAmbiguous "link-ambiguous" Warning "Two links of one name lead to different pages.";
    ButtonUnnamed "button-unnamed" Error "A button or control has no name.";
    MainLandmark "main-landmark" Error "A page has not exactly one main part.";
    NavUnnamed "nav-unnamed" Warning "Of several navigations one has no name of its own.";
    SkipLink "skip-link" Error "A page has no skip link.";
    TableHeaders "table-headers" Error "A table has no headers.";
    TableCaption "table-caption" Warning "A table has no caption.";
    ListStructure "list-structure" Error "A list holds what is no item, or an item stands outside of a list.";
    FrameUntitled "frame-untitled" Error "A frame has no title.";
    VideoCaptions "video-captions" Error "A film has no captions.";
    MovesByItself "moves-by-itself" Error "Something plays or moves by itself.";
    TabindexPositive "tabindex-positive" Error "A tabindex above 0 changes the order of the keyboard.";
    FieldUnlabelled "field-unlabelled" Error "A field has no label.";
    AutocompleteUnknown "autocomplete-unknown" Error "An `autocomplete` has a word that means nothing.";
    IdRepeated "id-repeated" Error "An id stands on a page more than once.";
    IdMissing "id-missing" Error "An id that is referred to is not on the page.";
    AriaUnknown "aria-unknown" Error "A role, an `aria-` attribute or its value does not exist.";
    AriaMisplaced "aria-misplaced" Error "An `aria-` attribute does not fit its element.";
    AriaIncomplete "aria-incomplete" Error "A role lacks what it cannot do without.";
    AriaHiddenFocusable "aria-hidden-focusable" Error "A keyboard reaches what is hidden from those who listen.";
    ControlNested "control-nested" Error "A link or button stands inside of another.";
    HelpOrder "help-order" Warning "A footer has its links in another order than other pages.";

    // Writing
    OutputFailed "output-failed" Error "The output could not be written.";
}

#[cfg(test)]
mod tests {
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
}
