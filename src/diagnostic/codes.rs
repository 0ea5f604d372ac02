//! Every kind of problem: its permanent name, its weight, why it matters and
//! what to do. Nothing here decides when a problem is reported.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $title:literal $why:literal;)+) => {
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
                match self { $(Self::$variant => $why),+ }
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
    FileUnreadable "file-unreadable" Error
        "A file cannot be read."
        "The computer refused to hand over the file: a permission is lacking, or the disk or network drive fails. Nothing is wrong with the text itself. Give yourself the right to read the file, or copy it afresh, and build again.";
    FileNotUtf8 "file-not-utf8" Error
        "A text file is not UTF-8."
        "Names and accents would come out as wrong letters. Open the file in an editor and save it with the encoding UTF-8; in older Windows programs the choice stands beside the Save button.";
    FileTooLarge "file-too-large" Error
        "A file is larger than the limit."
        "A story or a record is a few kilobytes; a file of many megabytes is nearly always something else under a wrong name, and would make every build slow. Put large documents into content/static, or raise `text_kib` or `picture_mib` under [limits] in site.toml.";
    FileEmpty "file-empty" Error
        "A record has nothing in it."
        "An empty file is usually a save that went wrong. Restore it from the history, fill it in, or delete it.";
    FileUnexpected "file-unexpected" Warning
        "A file lies where no file of its kind is read."
        "It will not appear on the site, which is rarely what its author wanted. Move it to the folder of its kind (interns, offices, cohorts, donors, pages, static), or delete it.";
    FileNameInvalid "file-name-invalid" Error
        "A file's or folder's name cannot become an address."
        "Ids of records and names of pages become web addresses, which are lower-case letters, digits and hyphens here, so that they can be read aloud and typed anywhere. Rename the file or folder.";
    FileCaseCollision "file-case-collision" Error
        "Two files differ in upper and lower case only."
        "Windows and macOS would keep only one of the two, so the site would differ from machine to machine. Rename one.";
    SymlinkOutside "symlink-outside" Error
        "A symbolic link leads out of the sources."
        "What lies outside the repository could be anything, a private file included, and it would differ on another machine. Copy the file into the sources instead.";
    SymlinkLoop "symlink-loop" Error
        "A symbolic link leads in a circle or nowhere."
        "There is no file at its end. Delete the link.";

    // TOML and front matter
    ConfigMissing "config-missing" Error
        "There is no site.toml."
        "site.toml names the site, its address and who publishes it; the folder that holds it is the root. Run the command in that folder, or name it with --root.";
    TomlSyntax "toml-syntax" Error
        "The TOML cannot be read."
        "Records are written in TOML: `key = \"text\"`, dates without quotes, lists in square brackets. The usual slips are a missing quotation mark and a line break inside a text.";
    FrontMatterMissing "front-matter-missing" Error
        "A story or page does not begin with its record."
        "The record stands first, between two lines of `+++`; the text follows. Without it nothing is known about the story, its consent included.";
    FrontMatterUnclosed "front-matter-unclosed" Error
        "The record's closing `+++` is missing."
        "Everything after the opening line was read as the record. Put a line with `+++` alone between the record and the text.";
    KeyUnknown "key-unknown" Error
        "A key is not known."
        "A misspelt key would be ignored in silence, and a misspelt `withdrawn` must never be. Correct the spelling; what a theme alone reads goes under [extra].";
    KeyMissing "key-missing" Error
        "A required key is missing."
        "The pages that show this record cannot be made without it. Add the key.";
    KeyType "key-type" Error
        "A value has the wrong type."
        "Texts stand in quotation marks, numbers and dates do not, lists stand in square brackets. Write the value in the form that the message asks for.";
    ValueUnknown "value-unknown" Error
        "A value is none of those allowed."
        "The key takes a word from a fixed list, so that pages and figures can be made from it. Choose one of the words in the message.";
    ValueRange "value-range" Error
        "A number is out of its range."
        "Outside the range the value cannot be right: a latitude lies between -90 and 90, a goal between 1 and 17. Correct the number.";
    ValueEmpty "value-empty" Error
        "A required text is empty."
        "An empty title or name leaves an empty heading or link on a page, which a screen reader cannot announce. Fill it in.";
    ControlCharacter "control-character" Error
        "A text has an invisible control character."
        "Such characters come along when text is pasted from other programs. Pages with them are not valid HTML, and screen readers stumble. Delete the character; typing the passage afresh is often quickest.";
    DateInvalid "date-invalid" Error
        "A date does not exist or is written in another form."
        "Dates are written year-month-day without quotation marks: 2024-09-30. They decide what is published and when consent ends, so a doubtful one stops the build.";
    DatesReversed "dates-reversed" Error
        "An end lies before its start."
        "Months and years on the page would come out negative. Look at both dates; often the year is wrong in one.";
    PlacementTooLong "placement-too-long" Error
        "A placement lasts longer than 366 days."
        "Internships of this programme last at most a year; a longer one is nearly always a wrong year. Correct `start` or `end`.";
    LanguageMissing "language-missing" Error
        "A text by language lacks the site's own language."
        "Every page exists in the default language of site.toml; without that text there is nothing to show. Add it beside the translations.";
    LanguageInvalid "language-invalid" Error
        "A language tag is not well-formed."
        "Screen readers choose their voice by the tag. Use a BCP 47 tag such as `en-GB`, `fr` or `ar`; the United Kingdom is GB, never UK.";
    BaseUrlInvalid "base-url-invalid" Error
        "`base_url` is no web address."
        "Feeds, the sitemap and share cards need the full address of the site: https://, the host, perhaps a path, no query. Write it as visitors type it.";
    EmailInvalid "email-invalid" Error
        "An e-mail address is not one."
        "It is printed in the accessibility statement and the privacy notice, where people must be able to reach you. Write it as name@example.org.";
    UrlInvalid "url-invalid" Error
        "A web address is malformed or unsafe."
        "Only https:, http:, mailto: and tel: addresses are let through, since others (javascript:, data:, file:) can run code or leak. Write the full address, beginning with https://.";
    SummaryTooLong "summary-too-long" Error
        "A summary is longer than 300 characters."
        "Summaries stand on cards, in search results and in feeds, which cut longer ones off in the middle of a word. Shorten it.";

    // References
    OfficeUnknown "office-unknown" Error
        "A story names an office that does not exist."
        "The profile, the office's page and the map would miss each other. The value is the file name in content/offices without `.toml`.";
    CohortUnknown "cohort-unknown" Error
        "A story names a cohort that does not exist."
        "Totals are counted by cohort. The value is the file name in content/cohorts without `.toml`.";
    DonorUnknown "donor-unknown" Error
        "A story names a donor that does not exist."
        "A donor would go without thanks. The value is the file name in content/donors without `.toml`.";
    CountryUnknown "country-unknown" Error
        "A country code is not known."
        "The country's United Nations name, its region on the list of offices and the notices that some names need all come from the code. Use the two capital letters of ISO 3166-1, or XK for Kosovo.";
    GoalUnknown "goal-unknown" Error
        "There is no such Sustainable Development Goal."
        "The goals are numbered 1 to 17, and a story is counted under each goal that it names. Correct the number.";
    TargetUnknown "target-unknown" Error
        "There is no such target."
        "Each goal has a fixed list of targets, such as 10.7 or 16.b, and a target belongs to the goal before its point. Look the number up at sdgs.un.org.";
    GoalRepeated "goal-repeated" Error
        "The same goal or record stands there twice."
        "It would be counted and shown twice. Keep one of the two.";
    IdDuplicate "id-duplicate" Error
        "Two records have one id."
        "References and addresses could mean either; and a person who was erased must not come back by mistake. Give one of them another id, or delete it.";
    LinkDangling "link-dangling" Error
        "A link leads nowhere."
        "Visitors would meet an error page. Links to content name the file beside it or the kind and id, as in `office:geneva`; links to pages begin with `/`.";
    FragmentDangling "fragment-dangling" Error
        "A link names a heading that its page does not have."
        "The link would open the page at the top. The part after `#` is the heading in lower case with hyphens, or the id given to it as `{#id}`.";
    LinkToWithheld "link-to-withheld" Warning
        "A link leads to a record that is withheld."
        "The record exists but may not be shown today, so the link is left out and its text is replaced by a neutral form of words. Rewrite the sentence if it no longer reads well.";
    WithheldName "withheld-name" Error
        "The name of a withheld person or donor is written out."
        "The person or donor has not agreed, or no longer agrees, to be named, and the gate can remove only what is marked as theirs. Take the name out of this text.";

    // Consent
    ConsentMissing "consent-missing" Warning
        "There is no complete consent record, so the story is withheld."
        "No story appears without consent on file. Fill in `given` and `scopes` in [consent] once the signed form is kept; until then the placement counts in totals only.";
    IdIsName "id-is-name" Warning
        "A person's folder is named after the person."
        "Addresses are kept by search engines, feeds and other people's bookmarks, and the rules for pages that are gone list them. Once consent is withdrawn, such an address would go on telling the name, so no rule is written for it and it answers 404. Rename the folder to an id that tells nothing, such as i-7f3k, before the story goes out.";
    ConsentReviewDue "consent-review-due" Warning
        "The consent is due for review."
        "Consent is kept alive by asking again. Contact the person; then set `review` to the next date, or `withdrawn`.";
    ConsentEnding "consent-ending" Warning
        "The consent ends soon."
        "From its `expires` date on, everything about the person disappears from the site. Ask for a renewal in good time if the person may want one.";
    SmallNumber "small-number" Warning
        "Figures merge placements of people who are not shown."
        "Whoever subtracts those with a page from a count finds the others. Where these are one or two, that would tell where somebody worked who is not to be known. So they count for their cohort and in totals, and neither by office nor by level nor with their months. Nothing need be done; `quiet_small = true` under [consent] in site.toml says that you know.";
    ConsentDates "consent-dates" Error
        "The dates of a consent contradict each other."
        "A consent cannot be withdrawn or end before it was given. Look at the dates on the form.";
    DonorUnnamed "donor-unnamed" Warning
        "A donor has not permitted the use of the name and is treated as anonymous."
        "The donor has no page and appears nowhere. When the permission is on file, add the scope `name` to [permission]; set `anonymous = true` when anonymity is meant.";
    BeneficiariesUnstated "beneficiaries-unstated" Warning
        "A picture does not say whether beneficiaries can be seen."
        "People who receive assistance may not be shown without their own consent. State `beneficiaries` as `none`, `consented` or `unidentifiable`.";

    // Markdown
    LinkUnsafe "link-unsafe" Error
        "A link or picture has an unsafe address."
        "Addresses such as javascript:, data: or file: can run code in a visitor's browser. Only https:, http:, mailto: and tel: are let through.";
    RawHtml "raw-html" Warning
        "HTML in a story is shown as text."
        "Stories are untrusted, so HTML in them never becomes part of a page. Use Markdown, or a directive such as `::figure`. A `<` that is meant as text can stay.";
    HeadingTop "heading-top" Warning
        "A story begins its headings at the top level."
        "A page has one top heading, its title, so that screen-reader users find their way. The headings of this text were moved one level down; begin them with `##`.";
    HeadingEmpty "heading-empty" Error
        "A heading has no text."
        "Screen readers announce headings to move by; an empty one says nothing. Write it or delete it.";
    HeadingSkipped "heading-skipped" Warning
        "A heading skips a level."
        "Readers who move by headings lose the thread when a level is missing. Use `###` only below `##`.";
    LinkEmpty "link-empty" Error
        "A link has no text."
        "A screen reader can only read the address aloud. Write what the link leads to.";
    ImageAltMissing "image-alt-missing" Error
        "A picture has no alternative text."
        "People who cannot see the picture hear the alternative text instead (WCAG 1.1.1). Describe what matters in it; for one that only decorates, use `::figure{src=\"…\" decorative=\"true\"}`.";
    ImageMissing "image-missing" Error
        "A picture does not exist."
        "The page would show a broken frame. Pictures lie in the folder of the story; look at the spelling, upper and lower case included.";
    ImageFormat "image-format" Error
        "A picture's format is not supported."
        "JPEG, PNG, WebP, GIF and SVG can be shown everywhere and cleaned of hidden data. HEIC, TIFF and others cannot. Save the picture as JPEG or PNG.";
    ImageBroken "image-broken" Error
        "A picture file is damaged or far too large."
        "It would be shown broken or not at all, or stop the browsers of visitors. Each picture is decoded once to be sure. Export it again from the original, 2000 pixels a side at most.";
    ImageLocation "image-location" Error
        "A picture carries the place where it was taken."
        "Location data in a photograph can put people at risk. Remove it before the picture enters the repository, since history keeps every version: most photo programs have a box for it when exporting.";
    ImageAnimated "image-animated" Error
        "A picture moves for more than five seconds."
        "What moves by itself must stop within five seconds or have a button that stops it (WCAG 2.2.2): it keeps some people from reading anything else. Pictures have no such button. Let it play once, save one frame of it, or show a film with `::video`.";
    ImageActive "image-active" Error
        "A drawing holds something that is no drawing."
        "An SVG can run scripts, load files of others, link, and move. None of that belongs to a picture, so a drawing that does is refused and not quietly changed. Export it as a plain SVG, or as PNG.";
    WithheldPicture "withheld-picture" Warning
        "A picture is left out, since the consent does not cover `photo`."
        "Pictures in a person's folder may show the person. Without the scope `photo` none of them is published. Ask the person, or take the picture out of the text.";
    DirectiveUnknown "directive-unknown" Error
        "There is no such directive."
        "Directives are figure, quote, facts, video and callout; see docs/markdown.md.";
    DirectiveSyntax "directive-syntax" Error
        "A directive is not written rightly."
        "A directive stands on a line of its own: `::name{key=\"value\"}`, or `:::name{…}` before and `:::` after the text that it holds.";
    DirectiveAttribute "directive-attribute" Error
        "A directive's attribute is unknown, missing or wrong."
        "docs/markdown.md lists what each directive takes.";
    DirectiveUnclosed "directive-unclosed" Error
        "A directive is opened and not closed, or closed and not opened."
        "A directive that begins with `:::` ends at a line with `:::` alone, inside the same list item or quotation.";
    FootnoteDangling "footnote-dangling" Error
        "A footnote is referred to and not written."
        "The number would lead nowhere. Write `[^name]: …` somewhere in the text.";

    // Addresses
    UrlCollision "url-collision" Error
        "Two pages or files claim one address."
        "Only one of them could be published. Rename one.";
    UrlCaseCollision "url-case-collision" Error
        "Two addresses differ in upper and lower case only."
        "Windows and macOS would keep only one of the two files. Rename one.";
    AliasInvalid "alias-invalid" Error
        "An alias is no address of this site."
        "An alias is an old address on this site: it begins with `/` and has no query.";
    AliasCollision "alias-collision" Error
        "An alias is the address of a page or of another alias."
        "A redirect there would hide the page. Delete the alias, or move the page.";

    // Themes
    ThemeMissing "theme-missing" Error
        "The theme does not exist."
        "A theme is a folder in themes/ with a theme.toml, or one of the built-in ones.";
    ThemeCycle "theme-cycle" Error
        "A theme extends itself."
        "There would be no end to looking for its templates. Change `extends` in theme.toml.";
    ThemeTooNew "theme-too-new" Error
        "A theme is written for a newer showcase."
        "It may read fields or use keys that this version does not have, and its pages would come out wrong. Install the version that `showcase` in its theme.toml asks for, or a version of the theme that is as old as the program.";
    StyleSyntax "style-syntax" Error
        "A style sheet cannot be read."
        "Browsers pass over what they cannot read, often with all that follows, so a page would lose its looks in silence. Mend the place that the message shows; an editor that colours CSS usually shows the slip a line before it.";
    StyleAssetMissing "style-asset-missing" Error
        "A theme names a font or picture that it does not have."
        "Pages would be shown in another font, or with a gap, after a request that fails. Paths in styles and in `preload` begin in the theme's folder static/. Nothing is loaded from other sites: it would tell them who reads the pages.";
    ContrastLow "contrast-low" Error
        "Two colours of a theme contrast too little."
        "People with low vision, and everybody in the sun, could not read the text. WCAG 2.2 asks for 4.5 to 1 for text (1.4.3) and for 3 to 1 for controls (1.4.11). Use the colour in the help, which differs in lightness only, or choose another. The pairs stand in theme.toml under [[contrast]].";
    ContrastUnknown "contrast-unknown" Error
        "The contrast of two colours cannot be known."
        "A pair under [[contrast]] in theme.toml names a custom property that no style declares on `:root`, or that is no opaque colour. Correct the name, or give it a colour: hexadecimal, rgb(), hsl(), oklch(), light-dark() of two colours, or var() of another token.";
    CardDrawing "card-drawing" Error
        "A template of social cards gives no drawing."
        "The templates in templates/cards/ give SVG, which is drawn as a picture. What this one gives cannot be read as that: an element is not closed, perhaps, or a text stands in it that is not escaped. Mend the template at what the message names; line and column are those of the finished drawing.";
    CardFontBroken "card-font-broken" Error
        "A font for social cards cannot be used."
        "Cards are drawn with the fonts in the theme's folder card-fonts/ and with no other, so that they look the same on every computer. Put the font there as .ttf or .otf; a .woff2 is packed for browsers and has to be unpacked first.";
    CardLetters "card-letters" Warning
        "No font of the theme has the letters of a social card."
        "The card would show empty boxes or a text with gaps, so the page is shared with the portrait or the card of the whole site instead. To have a card, put a font with these letters into the theme's folder card-fonts/; the Noto fonts cover nearly every script and may be used by anybody.";
    IconMissing "icon-missing" Error
        "A template shows an icon that the theme does not have."
        "The page would have a gap. Icons are the files icons/<name>.svg of the theme or of one that it extends.";
    IconInvalid "icon-invalid" Error
        "An icon cannot be put into pages."
        "An icon becomes part of each page that shows it, so it must be well-formed, with no script, style or `id` of its own: the Content-Security-Policy would stop the first two, and an `id` would stand on the page as often as the icon. Export it as plain SVG.";
    FaviconInvalid "favicon-invalid" Error
        "The icon of the site cannot be drawn."
        "Browsers that know no SVG, telephones and feed readers get pictures that are made of favicon.svg, the site's own in content/static or the theme's. Save it as plain SVG with a `viewBox`, in which shapes are drawn and nothing is linked. Or put the pictures beside it yourself: favicon.ico, apple-touch-icon.png, icon-192.png and icon-512.png.";
    TemplateMissing "template-missing" Error
        "A template that every theme needs is missing."
        "Pages of that kind cannot be made. Add it, or extend a theme that has it.";
    TemplateSyntax "template-syntax" Error
        "A template cannot be read."
        "Templates are Tera 2. The message comes from its parser.";
    TemplateField "template-field" Error
        "A template reads a field that its view does not have."
        "The page would come out with a hole, or a condition would never hold. docs/views.md lists the fields of every view.";
    TemplateRender "template-render" Error
        "A template failed while a page was made."
        "The message comes from the template engine. Guard optional values with `{% if … %}`.";
    UiStringMissing "ui-string-missing" Error
        "A template uses a word that no language file has."
        "The page would show an empty label. Add the key to themes/<name>/i18n/<language>.toml.";

    // What is told to programs
    SecurityContact "security-contact" Error
        "A contact of security.txt is no address."
        "Somebody who finds a hole in the site would have nobody to tell, and might tell everybody. Under [security] in site.toml, `contact` is an e-mail address that somebody reads, or a link that begins with https:, mailto: or tel:.";
    SecurityExpired "security-expired" Error
        "security.txt no longer holds."
        "Its day is over, so whoever reads it must not believe it (RFC 9116), and the contact may be wrong. Look whether it still is right, and set `expires` under [security] in site.toml to a day less than a year ahead.";
    SecurityExpiring "security-expiring" Warning
        "security.txt will not hold for long."
        "From that day on the site cannot be built until somebody has looked at the contact again. Do it now, and set `expires` under [security] in site.toml to a day less than a year ahead. `warn_days` under [consent] says how long before you are told.";
    BudgetExceeded "budget-exceeded" Warning
        "A page weighs more than its budget."
        "Visitors on a slow or dear connection wait and pay for it. What weighs stands in the report, the heaviest first: make pictures smaller, cut long lists into parts (`[pagination]`), or raise the limit under [budget] in site.toml if it is worth it.";

    // Writing
    OutputFailed "output-failed" Error
        "The output could not be written."
        "The disk is full, a permission is lacking, or something else stands in the way. The site that was there is still whole. Mend it and build again.";
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
