import { type Socket } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { gossip, supportedMethods } from './about-server.js';
import { append } from './append.js';
import { batchAppend } from './batch-append.js';
import { type Connections } from './connections.js';
import { type EventStoreDouble } from './eventstore-double.js';
import { read } from './read.js';

/** The services of the double, on sockets that somebody else accepts. */
export interface GrpcServer {
  join(socket: Socket): void;
  stop(): void;
}

export function grpcServer(double: EventStoreDouble, connections: Connections, batches: boolean): GrpcServer {
  const { log, faults } = double;
  // As the server: events of up to 16 MiB may be read, so messages are a little larger.
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  // What is not named here answers "unimplemented".
  server.addService(StreamsService, {
    read: read(log, faults, () => double.sent++),
    append: append(log, faults, connections),
    batchAppend: batchAppend(log, faults, connections),
  });
  server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods(batches) });
  server.addService(GossipService, { read: gossip(() => double.port) });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    join: (socket) => injector.injectConnection(socket),
    stop: () => {
      injector.destroy();
      server.forceShutdown();
    },
  };
}
