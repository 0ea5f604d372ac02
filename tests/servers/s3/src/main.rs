//! A server of the S3 protocol over a folder, for the tests of deploying. Listens
//! on a free port of this machine, prints the port, and ends when its standard
//! input does, so that none outlives its test.

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let [_, root, key, secret] = &std::env::args().collect::<Vec<_>>()[..] else {
        panic!("usage: s3-for-tests FOLDER KEY SECRET");
    };
    let mut service = S3ServiceBuilder::new(FileSystem::new(root).expect("a folder"));
    service.set_auth(SimpleAuth::from_single(key.clone(), secret.clone()));
    let service = service.build();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    println!("{}", listener.local_addr().expect("an address").port());
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        tokio::spawn(async move {
            let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
