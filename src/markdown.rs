//! stub until the real one lands
use crate::diagnostic::Diagnostic; use crate::kind::RecordKind; use crate::text::{Span, Origin};
#[derive(Debug, Clone, Default)] pub struct Doc { pub outline: Vec<Heading>, pub words: u32, pub links: Vec<LinkRef>, pub images: Vec<ImageRef> }
#[derive(Debug, Clone)] pub struct Heading { pub level: u8, pub id: String, pub text: String }
#[derive(Debug, Clone)] pub struct LinkRef { pub target: LinkTarget, pub fragment: Option<String>, pub span: Span }
#[derive(Debug, Clone)] pub enum LinkTarget { Here, File(String), Record(RecordKind, String), Site(String) }
#[derive(Debug, Clone)] pub struct ImageRef { pub src: String, pub span: Span, pub beneficiaries: Option<Beneficiaries> }
#[derive(Debug, Clone, Copy)] pub enum Beneficiaries { None, Consented, Unidentifiable }
impl Beneficiaries { pub const WORDS: &'static [&'static str] = &["none","consented","unidentifiable"]; pub fn parse(_: &str) -> Option<Self> { None } }
pub fn parse(_: &str, _: &Origin, _: &mut Vec<Diagnostic>) -> Doc { Doc::default() }
#[derive(Debug)] pub enum LinkOutcome { To(String), Withheld(String) }
#[derive(Debug)] pub enum ImageOutcome { Shown { src: String, width: u32, height: u32 }, Withheld }
#[derive(Debug, Default)] pub struct Wording { }
impl Doc { pub fn html(&self, _: &[LinkOutcome], _: &[ImageOutcome], _: &Wording) -> String { String::new() } pub fn is_empty(&self) -> bool { true } }
pub fn plain(_: &str) -> Vec<(std::ops::Range<usize>, String)> { vec![] }
