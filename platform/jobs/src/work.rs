//! All the work that a node knows how to do.

use kernel::{Capability, JobKind, Periodic, Subscription};

/// What the capabilities of a node can do after the answer.
#[derive(Clone, Default)]
pub struct Work {
    /// Kinds of jobs, those of the clock among them.
    pub(crate) kinds: Vec<JobKind>,
    /// What is queued by the clock.
    pub(crate) periodic: Vec<Periodic>,
    /// What is done about events.
    pub(crate) subscriptions: Vec<Subscription>,
}

impl Work {
    /// What these capabilities bring.
    pub fn of(capabilities: &[Capability]) -> Self {
        let periodic: Vec<Periodic> =
            capabilities.iter().flat_map(|each| each.periodic).copied().collect();
        let kinds = capabilities.iter().flat_map(|each| each.jobs).copied();
        let kinds = kinds.chain(periodic.iter().map(|each| each.job)).collect();
        let subscriptions =
            capabilities.iter().flat_map(|each| each.subscriptions).copied().collect();
        Self { kinds, periodic, subscriptions }
    }

    /// Jobs, which may take minutes.
    pub(crate) fn jobs(&self) -> Tasks {
        Tasks::new(self.kinds.iter().map(|kind| Task::Job(*kind)).collect())
    }

    /// What is done about events, which takes milliseconds.
    pub(crate) fn events(&self) -> Tasks {
        Tasks::new(self.subscriptions.iter().map(|each| Task::Event(*each)).collect())
    }

    /// All of it.
    pub(crate) fn all(&self) -> Tasks {
        let (jobs, events) = (self.jobs(), self.events());
        Tasks::new(jobs.tasks.into_iter().chain(events.tasks).collect())
    }
}

/// Something that a row of the queue may ask for.
#[derive(Clone, Copy)]
pub(crate) enum Task {
    Job(JobKind),
    Event(Subscription),
}

impl Task {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Job(kind) => kind.name,
            Self::Event(subscription) => subscription.name,
        }
    }
}

/// What a worker does of the queue.
pub(crate) struct Tasks {
    tasks: Vec<Task>,
    /// Their names as the store is asked for them: `,one,other,`.
    names: String,
}

impl Tasks {
    fn new(tasks: Vec<Task>) -> Self {
        let names: Vec<&str> = tasks.iter().map(Task::name).collect();
        let names = format!(",{},", names.join(","));
        Self { tasks, names }
    }

    pub fn names(&self) -> String {
        self.names.clone()
    }

    pub fn find(&self, name: &str) -> Option<Task> {
        self.tasks.iter().find(|task| task.name() == name).copied()
    }
}
