import { queryOptions } from '@tanstack/react-query';
import { dataOf, taggedOf } from '../api/answers.js';
import {
  getApiV1Transports,
  getApiV1TransportsByName,
  patchApiV1TransportsByName,
  postApiV1TransportsByNamePause,
  postApiV1TransportsByNameResume,
  postApiV1TransportsByNameRetire,
  postApiV1TransportsByNameTest,
  putApiV1TransportsByName,
} from '../client/index.js';
import type {
  GetApiV1TransportsResponses,
  PatchApiV1TransportsByNameData,
  PostApiV1TransportsByNameTestResponses,
  PutApiV1TransportsByNameData,
} from '../client/index.js';

export type Transport = GetApiV1TransportsResponses[200]['transports'][number];
export type TransportTest = PostApiV1TransportsByNameTestResponses[200];
export type NewTransport = PutApiV1TransportsByNameData['body'];
export type TransportChange = PatchApiV1TransportsByNameData['body'];

export const transportsQuery = queryOptions({
  queryKey: ['transports'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Transports({ signal }))).transports,
  // Health changes while one looks.
  refetchInterval: 30_000,
});

export function transportQuery(name: string) {
  return queryOptions({
    queryKey: ['transports', name],
    queryFn: ({ signal }) => taggedOf(getApiV1TransportsByName({ path: { name }, signal })),
  });
}

export function addTransport(name: string, body: NewTransport): Promise<Transport> {
  return dataOf(putApiV1TransportsByName({ path: { name }, body }));
}

export function changeTransport(name: string, tag: string, body: TransportChange): Promise<Transport> {
  return dataOf(patchApiV1TransportsByName({ path: { name }, headers: { 'If-Match': tag }, body }));
}

const acts = {
  pause: postApiV1TransportsByNamePause,
  resume: postApiV1TransportsByNameResume,
  retire: postApiV1TransportsByNameRetire,
};

export type TransportAct = keyof typeof acts;

export function actOnTransport(name: string, act: TransportAct): Promise<Transport> {
  return dataOf(acts[act]({ path: { name } }));
}

export function testTransport(name: string): Promise<TransportTest> {
  return dataOf(postApiV1TransportsByNameTest({ path: { name } }));
}
