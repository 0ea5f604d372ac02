//! A way to a server that breaks after so many bytes, and does something then.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What is done when the way breaks.
type AtEnd = Arc<dyn Fn() + Send + Sync>;

/// Passes on so many bytes to a port of this machine; then no connection gets
/// through any more. The port to connect to.
pub(super) fn broken(port: u16, most: usize, at_end: AtEnd) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let own = listener.local_addr().unwrap().port();
    let passed = Arc::new(AtomicUsize::new(0));
    let ended = Arc::new(AtomicBool::new(false));
    // It ends with the tests; nobody connects any more.
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            if passed.load(Ordering::SeqCst) >= most {
                continue;
            }
            let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
            drop((client.set_nodelay(true), server.set_nodelay(true)));
            let (up, down) = ((client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client));
            let (passed, ended, at_end) = (Arc::clone(&passed), Arc::clone(&ended), Arc::clone(&at_end));
            std::thread::spawn(move || {
                pass(up, &|bytes| {
                    let over = passed.fetch_add(bytes, Ordering::SeqCst) + bytes >= most;
                    if over && !ended.swap(true, Ordering::SeqCst) {
                        at_end();
                    }
                    over
                })
            });
            std::thread::spawn(move || pass(down, &|_| false));
        }
    });
    own
}

/// Copies until one side ends, or until this says that it is over.
fn pass((mut from, mut to): (TcpStream, TcpStream), is_over: &dyn Fn(usize) -> bool) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if is_over(count) || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
}
