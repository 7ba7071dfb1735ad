wskit::message!(
    #[rpc(response = SumOk)]
    pub struct Sum;

    #[response]
    pub struct SumOk;

    #[topic("lobby", carries(Sum))]
    pub struct Lobby;

    #[topic("hall", carries(SumOk))]
    pub struct Hall;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Sum, Lobby, Hall });

fn main() {}
