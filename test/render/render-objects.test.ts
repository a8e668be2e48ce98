import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { renderObjects } from '../../src/render/render-objects.ts';

const service = { kind: 'Service', apiVersion: 'v1', metadata: { name: 'db', labels: { a: 'yes' } } };
const slice = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'db-ext-ipv4' } };

test('yaml: sorted keys, a document for each object, and strings stay strings in YAML 1.1', () => {
  expect(renderObjects([service, slice], 'yaml')).toBe(`apiVersion: v1
kind: Service
metadata:
  labels:
    a: "yes"
  name: db
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-ext-ipv4
`);
});

test.each(['on', 'n', '012', '1e3', '0x1f', '1_000', '~', '', ': ', 'a\nb', "it's"])('yaml: %j', (text) => {
  const object = { ...service, metadata: { name: text } };
  expect(load(renderObjects([object], 'yaml'))).toEqual(object);
});

test('json: one object as it is, several as a List', () => {
  expect(JSON.parse(renderObjects([service], 'json'))).toEqual(service);
  const list = { apiVersion: 'v1', kind: 'List', items: [service, slice] };
  expect(renderObjects([service, slice], 'json')).toBe(`${JSON.stringify(list, null, 4)}\n`);
});

test('name', () => {
  const names = 'service/db\nendpointslice.discovery.k8s.io/db-ext-ipv4\n';
  expect(renderObjects([service, slice], 'name')).toBe(names);
});
