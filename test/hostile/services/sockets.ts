// Opens as many connections to itself as it can and fills their buffers, then says how far it got.
import { connect, createServer, type Server } from 'node:net';

const filling = Buffer.alloc(4_000_000);
const sink: Server = createServer({ pauseOnConnect: true }, (socket) => socket.on('error', () => {}));
let open = 0;
let listening = 0;

sink.on('error', () => {});
sink.listen(7000, '127.0.0.1', () => {
  for (let nth = 0; nth < 50; nth += 1) connectOn();
});

function connectOn(): void {
  const socket = connect(7000, '127.0.0.1');
  socket.on('connect', () => {
    open += 1;
    socket.write(filling);
    connectOn();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    console.log(`${open} connections: ${error.code}`);
    if (listening === 0) listenOn(8000);
  });
}

function listenOn(port: number): void {
  const server = createServer().listen(port, '127.0.0.1', () => {
    listening += 1;
    listenOn(port + 1);
  });
  server.on('error', (error: NodeJS.ErrnoException) => console.log(`${listening} ports: ${error.code}`));
}
setInterval(() => console.log(`${open} connections so far`), 200);
