/** Messages over HTTP. */
import { z } from 'zod';
import { idSchema, listOf, listQuerySchema } from '../../contract/common.contract.ts';
import {
  mailServerSchema,
  mailTestSchema,
  messageAddressesSchema,
  messageOfRecordSchema,
  messageSchema,
  newMailTestSchema,
  newMessageSchema,
} from '../../contract/messages.contract.ts';
import { route } from '../access/route.ts';
import { readMailServer, testMail } from './mail-server.usecases.ts';
import { listMessages, type MessageDeps, readAddresses, readMessage } from './read-messages.usecases.ts';
import { resendMessage, takeBackMessage, writeMessage } from './write-message.usecases.ts';

const params = z.object({ id: idSchema });

export const messageRoutes = (deps: MessageDeps) => [
  route({
    method: 'get',
    path: '/api/messages',
    permission: 'messages.read',
    summary: 'Messages of a record, newest first',
    query: listQuerySchema.extend(messageOfRecordSchema.shape),
    response: listOf(messageSchema),
    handler: ({ principal, query }) => listMessages(deps, principal, query),
  }),
  route({
    method: 'post',
    path: '/api/messages',
    permission: 'messages.write',
    summary: 'Write to a record by e-mail; for ten seconds it can be taken back',
    body: newMessageSchema,
    response: messageSchema,
    status: 201,
    handler: ({ principal, body, request: { ip } }) => writeMessage(deps, { body, principal, ip }),
  }),
  route({
    method: 'get',
    path: '/api/messages/addresses',
    permission: 'messages.write',
    summary: 'Where a record can be written to, and whether this server sends mail at all',
    query: messageOfRecordSchema,
    response: messageAddressesSchema,
    handler: ({ principal, query }) => readAddresses(deps, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/messages/mail-server',
    permission: 'settings.manage',
    summary: 'How mail goes out of this server',
    response: mailServerSchema,
    handler: async () => readMailServer(deps.config),
  }),
  route({
    method: 'post',
    path: '/api/messages/mail-server/test',
    permission: 'settings.manage',
    summary: 'Send a letter to yourself at once, to see whether the mail server takes it',
    body: newMailTestSchema,
    response: mailTestSchema,
    handler: ({ principal, body: { to } }) => testMail(deps, { principal, to }),
  }),
  route({
    method: 'get',
    path: '/api/messages/{id}',
    permission: 'messages.read',
    summary: 'A message',
    params,
    response: messageSchema,
    handler: ({ principal, params: { id } }) => readMessage(deps, principal, id),
  }),
  route({
    method: 'post',
    path: '/api/messages/{id}/take-back',
    permission: 'messages.write',
    summary: 'Take back a message that has not gone out',
    params,
    response: messageSchema,
    handler: ({ principal, params: { id }, request: { ip } }) =>
      takeBackMessage(deps, { messageId: id, principal, ip }),
  }),
  route({
    method: 'post',
    path: '/api/messages/{id}/resend',
    permission: 'messages.write',
    summary: 'Send at once what did not go out, may not have, or waits to be tried again',
    params,
    response: messageSchema,
    handler: ({ principal, params: { id }, request: { ip } }) => resendMessage(deps, { messageId: id, principal, ip }),
  }),
];
