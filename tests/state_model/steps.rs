//! Random steps. They are relative (the owner, one revision behind, the number before), so that a
//! sequence still means something after some of its steps are taken out.

use spanferry::trace::ids::{SpanId, TraceId};

use crate::entropy::Random;
use crate::model::dsc::Members;
use crate::model::sampling::Sampler;
use crate::model::{Options, Page, Root, Source};

#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Names the random values of the step; it stays when steps before it are taken out.
    pub(crate) number: u64,
    /// How much later than the last one the step happens, in milliseconds; clocks may go back.
    pub(crate) later_ms: i64,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Configure(Options),
    StartNewTrace(Source),
    Incoming(Headers),
    Detach(Option<Headers>),
    Attach(Page),
    WebviewGone(Who),
    Push(Who, Push),
    MalformedPush(Who),
    BeginRootSpan(Root),
    EndRootSpan,
    SetActiveSpan(Option<SpanId>),
    PageLoad(Option<Who>),
    Navigation(Option<Who>),
    Background,
    Foreground,
    AppStart,
}

impl What {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Configure(_) => "configure",
            Self::StartNewTrace(_) => "start_new_trace",
            Self::Incoming(_) => "incoming",
            Self::Detach(_) => "detach",
            Self::Attach(_) => "attach",
            Self::WebviewGone(_) => "webview_gone",
            Self::Push(..) | Self::MalformedPush(_) => "push",
            Self::BeginRootSpan(_) => "begin_root_span",
            Self::EndRootSpan => "end_root_span",
            Self::SetActiveSpan(_) => "set_active_span",
            Self::PageLoad(_) => "page_load",
            Self::Navigation(_) => "navigation",
            Self::Background => "background",
            Self::Foreground => "foreground",
            Self::AppStart => "app_start",
        }
    }

    /// The page whose message this is, if it is one.
    pub(crate) fn who(&self) -> Option<Who> {
        match self {
            Self::PageLoad(who) | Self::Navigation(who) => *who,
            Self::WebviewGone(who) | Self::Push(who, _) | Self::MalformedPush(who) => Some(*who),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    Owner,
    /// The living page that was attached longest ago.
    Oldest,
    Page(Page),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Which {
    Current,
    /// One of the traces that were current before.
    Earlier(usize),
    New(TraceId),
}

#[derive(Clone, Debug)]
pub(crate) struct Headers {
    pub(crate) trace: Line,
    pub(crate) baggage: Option<Members>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    Absent,
    Malformed,
    Trace(Which, Option<SpanId>, Option<bool>),
}

#[derive(Clone, Debug)]
pub(crate) struct Push {
    pub(crate) right_epoch: bool,
    /// How many revisions the page is behind; negative is ahead, which only a lie can be.
    pub(crate) behind: i64,
    /// How much the number is greater than the page's last one.
    pub(crate) sequence_step: i64,
    pub(crate) source: Source,
    pub(crate) trace: Which,
    pub(crate) span_id: Option<SpanId>,
    pub(crate) active_span_id: Option<SpanId>,
    pub(crate) parent_span_id: Option<SpanId>,
    pub(crate) sampled: Option<bool>,
    pub(crate) sample_rand: Option<f64>,
    pub(crate) sample_rate: Option<f64>,
    pub(crate) dsc: Option<Members>,
    /// Whether unknown fields are written as null instead of being left out.
    pub(crate) nulls: bool,
}

const SOURCES: [Source; 5] = [
    Source::NativeAuto,
    Source::Webview,
    Source::Lifecycle,
    Source::Incoming,
    Source::App,
];
const DECISIONS: [Option<bool>; 3] = [None, Some(true), Some(false)];
const RATES: [Option<f64>; 6] = [None, None, Some(0.0), Some(0.5), Some(1.0), Some(2.0)];

pub(crate) fn sequence(seed: u64, len: usize) -> Vec<Step> {
    let mut random = Random::new(seed);
    let first = seed.wrapping_mul(1000);
    (0..len as u64)
        .map(|at| step(first + at, &mut random))
        .collect()
}

fn step(number: u64, random: &mut Random) -> Step {
    // The limits themselves and their neighbours are where the rules change their mind.
    let later_ms = match random.below(10) {
        0..6 => 0,
        6..8 => random.pick(&[1, 99, 100, 101, 199, 200, 201]),
        8 => random.pick(&[29_999, 30_000, 60_000, 60_001]),
        _ => random.pick(&[-1, -500]),
    };
    Step {
        number,
        later_ms,
        what: what(random),
    }
}

fn what(random: &mut Random) -> What {
    match random.below(100) {
        0..5 => What::Configure(options(random)),
        5..8 => What::StartNewTrace(random.pick(&SOURCES)),
        8..12 => What::Incoming(headers(random)),
        12..14 => What::Detach(random.chance(60).then(|| headers(random))),
        14..27 => What::Attach(page(random)),
        27..28 => What::WebviewGone(who(random)),
        28..58 => What::Push(who(random), push(random)),
        58..60 => What::MalformedPush(who(random)),
        60..67 => What::BeginRootSpan(root(random)),
        67..71 => What::EndRootSpan,
        71..75 => What::SetActiveSpan(span(random)),
        75..80 => What::PageLoad(random.chance(75).then(|| who(random))),
        80..84 => What::Navigation(random.chance(75).then(|| who(random))),
        84..91 => What::Background,
        91 => What::AppStart,
        _ => What::Foreground,
    }
}

fn options(random: &mut Random) -> Options {
    let (background_limit_ms, handover_limit_ms) =
        random.pick(&[(30_000, 60_000), (100, 200), (0, 0), (100, 60_000)]);
    Options {
        dsn: random.chance(85),
        org_id: random.pick(&[None, None, Some("1"), Some("2")]),
        strict: random.chance(30),
        traceparent: random.chance(30),
        release: random.pick(&[None, Some("app-1"), Some("app-2")]),
        rate: random.pick(&RATES),
        sampler: random.pick(&[
            None,
            None,
            None,
            Some(Sampler::Rate(0.5)),
            Some(Sampler::Rate(-1.0)),
            Some(Sampler::Fails),
        ]),
        sample_rand: random.pick(&[None, None, Some(0.25), Some(0.75)]),
        background_limit_ms,
        handover_limit_ms,
    }
}

fn root(random: &mut Random) -> Root {
    Root {
        name: random.pick(&["", "checkout", "home"]),
        source: random.pick(&[None, Some("route"), Some("url")]),
    }
}

fn headers(random: &mut Random) -> Headers {
    let trace = match random.below(10) {
        0 => Line::Absent,
        1 => Line::Malformed,
        _ => Line::Trace(which(random), span(random), random.pick(&DECISIONS)),
    };
    let baggage = random.chance(60).then(|| {
        let mut members = Members(vec![("environment".into(), "theirs".into())]);
        let org_id = random.pick(&[None, Some("1"), Some("2")]);
        org_id
            .iter()
            .for_each(|id| members.set("org_id", (*id).into()));
        let rate = random.pick(&[None, Some("0"), Some("0.25"), Some("1")]);
        rate.iter()
            .for_each(|rate| members.set("sample_rate", (*rate).into()));
        let number = random.pick(&[None, Some("0.125"), Some("1")]);
        number
            .iter()
            .for_each(|text| members.set("sample_rand", (*text).into()));
        members
    });
    Headers { trace, baggage }
}

fn push(random: &mut Random) -> Push {
    Push {
        right_epoch: !random.chance(5),
        behind: random.pick(&[0, 0, 0, 0, 1, 1, 2, 3, 10, -1]),
        sequence_step: random.pick(&[1, 1, 1, 1, 1, 1, 1, 2, 0, -1]),
        source: random.pick(&SOURCES),
        trace: which(random),
        span_id: span(random),
        active_span_id: span(random),
        parent_span_id: span(random),
        sampled: random.pick(&DECISIONS),
        sample_rand: random.pick(&[None, Some(0.0), Some(0.5)]),
        sample_rate: random.pick(&[None, Some(0.5)]),
        dsc: random
            .pick(&[None, None, Some(0), Some(1), Some(2)])
            .map(frozen),
        nulls: random.chance(50),
    }
}

fn frozen(members: usize) -> Members {
    let all = [("release", "of-the-page"), ("sample_rate", "0.5")];
    let text = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    Members(all[..members].iter().map(text).collect())
}

fn which(random: &mut Random) -> Which {
    match random.below(10) {
        0..5 => Which::Current,
        5 => Which::Earlier(random.below(60) as usize),
        _ => Which::New(TraceId::from_bytes(bytes(random))),
    }
}

fn who(random: &mut Random) -> Who {
    match random.below(10) {
        0..7 => Who::Owner,
        7 => Who::Oldest,
        _ => Who::Page(page(random)),
    }
}

fn page(random: &mut Random) -> Page {
    Page {
        webview: random.pick(&["main", "main", "popup"]),
        page: random.below(8) as u32,
    }
}

fn span(random: &mut Random) -> Option<SpanId> {
    random.chance(50).then(|| SpanId::from_bytes(bytes(random)))
}

fn bytes<const N: usize>(random: &mut Random) -> [u8; N] {
    std::array::from_fn(|_| random.below(256) as u8)
}
