import { expect, test } from 'vitest';
import { Inbox } from './inbox.ts';

const inboxOf = (...items: string[]) => {
  const inbox = new Inbox<string>(10, (item) => item.length);
  for (const item of items) inbox.put(item);
  return inbox;
};

test('a taker waits for the first item, and gets all that are there', async () => {
  const inbox = inboxOf();
  const taken = inbox.take(10, 100);
  inbox.put('a');
  inbox.put('b');
  expect(await taken).toEqual(['a', 'b']);
  expect(inbox.length).toBe(0);
});

test('a batch is bounded in number and bytes, and holds at least one item', async () => {
  const inbox = inboxOf('aaa', 'bbb', 'ccc', 'd'.repeat(50), 'e');
  expect(await inbox.take(2, 100)).toEqual(['aaa', 'bbb']);
  expect(await inbox.take(9, 5)).toEqual(['ccc']);
  expect(await inbox.take(9, 5)).toEqual(['d'.repeat(50)]);
  expect(await inbox.take(9, 5)).toEqual(['e']);
});

test('a full inbox makes its filler wait until something was taken', async () => {
  const inbox = inboxOf('a'.repeat(9));
  let proceeded = 0;
  const proceed = () => {
    proceeded += 1;
  };
  inbox.whenRoom(proceed);
  expect(proceeded).toBe(1);
  inbox.put('bb');
  inbox.whenRoom(proceed);
  expect(proceeded).toBe(1);
  await inbox.take(1, 100);
  expect(proceeded).toBe(2);
});

test('a taker that waited through a loss gets what comes after it', async () => {
  const inbox = inboxOf();
  const taken = inbox.take(10, 100);
  inbox.retain(() => false);
  inbox.put('after');
  expect(await taken).toEqual(['after']);
});

test('what is not retained is gone, and its room free', () => {
  const inbox = inboxOf('old'.repeat(9), 'new');
  inbox.retain((item) => item === 'new');
  expect(inbox.length).toBe(1);
  let proceeded = false;
  inbox.whenRoom(() => {
    proceeded = true;
  });
  expect(proceeded).toBe(true);
});

test('closing lets everybody go, and hands out nothing more', async () => {
  const waiting = inboxOf();
  const taken = waiting.take(1, 1);
  waiting.close();
  expect(await taken).toEqual([]);

  const full = inboxOf('a'.repeat(20));
  let proceeded = false;
  full.whenRoom(() => {
    proceeded = true;
  });
  full.close();
  expect(proceeded).toBe(true);
  expect(await full.take(1, 1)).toEqual([]);
});
