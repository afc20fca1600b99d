//! Where messages of agents come in: many are kept in one write, because a write is a wait for the disk. Each is answered after it is
//! kept, never before.

use std::collections::{BTreeSet, HashMap};
use std::sync::{OnceLock, Weak};

use holdfast_core::Date;
use holdfast_core::model::{Ccn, DeviceId, HospitalScope};
use holdfast_store::KnownAgent;
use holdfast_wire::device::{CheckIn, MOST_FOUND, News};
use jiff::{SignedDuration, Timestamp};

use tokio::sync::{mpsc, oneshot};

use super::check_in::{Answer, Message};
use crate::app::{App, AppError, State};

/// Messages kept in one write.
const A_BATCH: usize = 256;
/// Messages that wait; more are told to come again.
const MOST_WAITING: usize = 4_096;

/// Findings of one machine's event logs that are taken on a day. Rules of ours hit a machine that is well a few times a day.
const MOST_FOUND_A_DAY: usize = 1_000;

/// A message, and where its answer goes.
struct Waiting {
    message: Message,
    answer: oneshot::Sender<Result<Answer, String>>,
}

/// The way in. It starts to work with the first message.
#[derive(Debug, Default)]
pub struct CheckInDesk {
    queue: OnceLock<mpsc::Sender<Waiting>>,
}

impl App {
    /// Keeps what an agent said, whose key signed it, and answers.
    pub async fn check_in(&self, agent: KnownAgent, check_in: CheckIn) -> Result<Answer, AppError> {
        let queue = self.check_in_desk.queue.get_or_init(|| {
            let (queue, work) = mpsc::channel(MOST_WAITING);
            // It holds on to nothing: when the portal is gone, so is this.
            tokio::spawn(serve(std::sync::Arc::downgrade(&self.0), work));
            queue
        });
        // A place first: a full desk does no work for those it sends away.
        let Ok(place) = queue.try_reserve() else {
            return Err(AppError::SlowDown { wait_s: 30 });
        };
        let (answer, answered) = oneshot::channel();
        place.send(Waiting { message: Message::new(self, agent, check_in)?, answer });
        match answered.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(what)) => Err(AppError::Broken { what }),
            Err(_) => Err(AppError::Broken { what: "the desk for messages of agents stopped".to_owned() }),
        }
    }
}

async fn serve(state: Weak<State>, mut work: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(A_BATCH);
    let mut proven: HashMap<Ccn, Timestamp> = HashMap::new();
    let mut found = FoundToday::default();
    while work.recv_many(&mut batch, A_BATCH).await > 0 {
        let Some(state) = state.upgrade() else { return };
        let app = App(state);
        let hospitals: BTreeSet<Ccn> = batch.iter().map(|w| w.message.agent.ccn).collect();
        // What logs show may open cases and write letters: each in a write of its own, so that no machine holds up or spoils the rest. One
        // that was numbered behind another message of its machine comes behind it, or that one would look like an old one sent again.
        let is_found = |w: &mut Waiting| matches!(w.message.check_in.news, News::Found { .. });
        let of_logs: Vec<Waiting> = batch.extract_if(.., is_found).collect();
        let is_behind = |w: &Waiting| {
            let (device, seq) = (w.message.agent.device, w.message.check_in.seq);
            batch.iter().any(|other| other.message.agent.device == device && other.message.check_in.seq < seq)
        };
        let (behind, ahead): (Vec<Waiting>, Vec<Waiting>) = of_logs.into_iter().partition(is_behind);
        for waiting in ahead {
            answer_found(&app, waiting, &mut found).await;
        }
        match keep(&app, &batch).await {
            Ok(answers) => {
                for (waiting, answer) in batch.drain(..).zip(answers) {
                    // Who went away meanwhile asks again, and is told the same.
                    let _ = waiting.answer.send(Ok(answer));
                }
            }
            Err(e) => {
                tracing::error!(error = %crate::app::chain(&e), n = batch.len(), "Messages of agents were not kept; they are sent again");
                for waiting in batch.drain(..) {
                    let _ = waiting.answer.send(Err("the messages were not kept".to_owned()));
                }
            }
        }
        for waiting in behind {
            answer_found(&app, waiting, &mut found).await;
        }
        if let Err(e) = prove(&app, hospitals, &mut proven).await {
            tracing::error!(error = %crate::app::chain(&e), "What machines prove was not kept; it is tried again in an hour");
        }
    }
}

async fn answer_found(app: &App, waiting: Waiting, found: &mut FoundToday) {
    let answer = keep_found(app, &waiting.message, found).await.map_err(|e| {
        tracing::error!(error = %crate::app::chain(&e), "What a machine's event logs show was not kept; it is sent again");
        "the message was not kept".to_owned()
    });
    let _ = waiting.answer.send(answer);
}

/// Keeps what the machines of these hospitals prove, once an hour each. It is done after the answers, so no agent waits for it.
async fn prove(
    app: &App,
    hospitals: BTreeSet<Ccn>,
    proven: &mut HashMap<Ccn, Timestamp>,
) -> Result<(), AppError> {
    let now = app.clock.now();
    let hour = SignedDuration::from_hours(1);
    for ccn in hospitals {
        if proven.get(&ccn).is_some_and(|at| now.duration_since(*at) < hour) {
            continue;
        }
        proven.insert(ccn, now);
        let scope = HospitalScope::checked(ccn);
        let mut write = app.store.write().await?;
        app.prove_fleet(&mut write, scope, None).await?;
        write.commit().await?;
    }
    Ok(())
}

/// Findings that machines told of today.
#[derive(Debug, Default)]
struct FoundToday {
    day: Date,
    by_device: HashMap<DeviceId, usize>,
}

/// Keeps what one machine's event logs show, within what one machine may tell of on a day.
async fn keep_found(app: &App, message: &Message, today: &mut FoundToday) -> Result<Answer, AppError> {
    if today.day != app.today() {
        *today = FoundToday { day: app.today(), by_device: HashMap::new() };
    }
    let News::Found { findings, .. } = &message.check_in.news else {
        return Ok(Answer::Unfit("This tells nothing of event logs.".to_owned()));
    };
    let n = today.by_device.entry(message.agent.device).or_default();
    if findings.len() > MOST_FOUND || *n + findings.len() > MOST_FOUND_A_DAY {
        return Ok(Answer::Unfit(format!(
            "At most {MOST_FOUND} findings a message and {MOST_FOUND_A_DAY} a day are taken of one machine; hunt through its logs by hand, and send the result."
        )));
    }
    let mut write = app.store.write().await?;
    let answer = app.take_check_in(&mut write, message).await?;
    write.commit().await?;
    if matches!(answer, Answer::Taken(_)) {
        *n += findings.len();
    }
    Ok(answer)
}

async fn keep(app: &App, batch: &[Waiting]) -> Result<Vec<Answer>, AppError> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let mut write = app.store.write().await?;
    let mut answers = Vec::with_capacity(batch.len());
    for waiting in batch {
        answers.push(app.take_check_in(&mut write, &waiting.message).await?);
    }
    write.commit().await?;
    Ok(answers)
}
