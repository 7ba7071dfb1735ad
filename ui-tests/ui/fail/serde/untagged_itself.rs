wskit::message!(
    #[data]
    #[serde(untagged)]
    pub enum Filter {
        Word(String),
        Grouped(Box<Filter>),
        Perhaps(Option<Box<Self>>),
        All(Vec<Filter>),
        Not { not: Box<Filter> },
        #[serde(skip)]
        Never(Box<Filter>),
    }
);

fn main() {}
