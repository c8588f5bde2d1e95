import { randomUUID } from 'node:crypto';
import { type handleUnaryCall } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { type Empty, UUID } from '@eventstore/db-client/generated/shared_pb.js';

/** What the server can do: the client appends by `BatchAppend` where it stands in this list, by `Append` where it does not. */
export function supportedMethods(batchAppend: boolean): handleUnaryCall<Empty, SupportedMethods> {
  const methods = ['read', 'append', ...(batchAppend ? ['batchappend'] : [])];
  return (_call, answer) =>
    answer(
      null,
      new SupportedMethods()
        .setEventStoreServerVersion('24.10.0')
        .setMethodsList(
          methods.map((method) =>
            new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(method),
          ),
        ),
    );
}

/** A cluster of one, which leads: what `esdb+discover://` asks for. */
export function gossip(port: () => number): handleUnaryCall<Empty, ClusterInfo> {
  const id = randomUUID();
  return (_call, answer) => {
    const member = new MemberInfo()
      .setInstanceId(new UUID().setString(id))
      .setTimeStamp(String(Date.now() * 10_000))
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port()));
    answer(null, new ClusterInfo().setMembersList([member]));
  };
}
