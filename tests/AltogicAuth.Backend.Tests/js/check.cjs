// Runs the official client against our backend: every method once with its result, once rejected.
// Usage: node check.cjs <envUrl>. One line per check; exit code 1 when one fails.
const crossFetch = require.resolve('cross-fetch');
// The bundled fetch cannot upload a Blob; Node's own can.
require.cache[crossFetch] = { id: crossFetch, filename: crossFetch, loaded: true, exports: { __esModule: true, default: fetch } };
const { createClient } = require('altogic');

const envUrl = process.argv[2];
const newClient = (key = 'local-client-key') => createClient(envUrl, key, { localStorage: null });
const client = newClient();
const anonymous = newClient();
const { auth, db, storage } = client;
let failures = 0;
let me;

function report(ok, name, seen) {
  failures += ok ? 0 : 1;
  console.log(`${ok ? 'ok' : 'FAILED'} ${name}${ok ? '' : ` ${JSON.stringify(seen)}`}`);
}

/** The call ends without errors, and its response is what it should be. */
async function works(name, call, isRight = () => true) {
  const response = await call;
  const errors = response && 'errors' in response ? response.errors : response;
  report(!errors && isRight(response), name, response);
  return response ?? {};
}

/** The call is rejected with the code. */
async function rejected(name, call, code) {
  const response = await call;
  const errors = response && 'errors' in response ? response.errors : response;
  report(errors?.items?.[0]?.code === code, `${name} rejected with ${code}`, response);
}

async function mailed(to, action) {
  const mails = await (await fetch(`${envUrl}/_mail.json`)).json();
  return mails.find((mail) => mail.to === to && mail.action === action).link;
}

async function accessToken(to, action) {
  const redirect = await fetch(await mailed(to, action), { redirect: 'manual' });
  return new URL(redirect.headers.get('location')).searchParams.get('access_token');
}

const isUser = (email) => (response) => response.user.email === email && /^[0-9a-f]{24}$/.test(response.user._id) && !response.user.password;

async function authentication() {
  const email = 'ann+js@example.test';
  await works('signUpWithEmail', auth.signUpWithEmail(email, 'secret phrase', 'Ann'), (a) => isUser(email)(a) && a.session === null && a.user.name === 'Ann');
  await rejected('signUpWithEmail', auth.signUpWithEmail(email, 'secret phrase', 'Ann'), 'email_not_unique');
  await works('resendVerificationEmail', auth.resendVerificationEmail(email));
  await works('getAuthGrant', auth.getAuthGrant(await accessToken(email, 'email-confirm')), (a) => isUser(email)(a) && a.session.token.length > 20);
  await rejected('getAuthGrant', auth.getAuthGrant('unknown'), 'invalid_access_token');
  await rejected('resendVerificationEmail', auth.resendVerificationEmail(email), 'email_already_verified');
  await works('signInWithEmail', auth.signInWithEmail(email, 'secret phrase'), (a) => isUser(email)(a) && a.session.userAgent.device.family === 'Other');
  await rejected('signInWithEmail', anonymous.auth.signInWithEmail(email, 'wrong'), 'invalid_sign_in_credentials');
  await works('sendMagicLinkEmail', auth.sendMagicLinkEmail(email));
  await rejected('sendMagicLinkEmail', auth.sendMagicLinkEmail('unknown@example.test'), 'invalid_credentials');
  await works('getAuthGrant of a magic link', auth.getAuthGrant(await accessToken(email, 'magic-link')), isUser(email));
  await works('sendResetPwdEmail', auth.sendResetPwdEmail(email));
  await rejected('sendResetPwdEmail', auth.sendResetPwdEmail('unknown@example.test'), 'invalid_credentials');
  await works('resetPwdWithToken', auth.resetPwdWithToken(await accessToken(email, 'reset-pwd'), 'second phrase'));
  await rejected('resetPwdWithToken', auth.resetPwdWithToken('unknown', 'second phrase'), 'invalid_access_token');
  await works('changePassword', auth.changePassword('third phrase', 'second phrase'));
  await rejected('changePassword', auth.changePassword('third phrase', 'wrong'), 'invalid_credentials');
  await works('changeEmail', auth.changeEmail('third phrase', 'ann2@example.test'), (a) => a.user.email === email);
  await rejected('changeEmail', auth.changeEmail('wrong', 'ann2@example.test'), 'invalid_credentials');
  await works('getUserFromDB', auth.getUserFromDB(), (a) => a.user.email === email);
  await rejected('getUserFromDB', anonymous.auth.getUserFromDB(), 'missing_session_token');
  await works('getAllSessions', auth.getAllSessions(), (a) => a.sessions.length === 3 && a.sessions.every((s) => s.token && s.creationDtm));
  await rejected('getAllSessions', anonymous.auth.getAllSessions(), 'missing_session_token');
  const other = (await newClient().auth.signInWithEmail(email, 'third phrase')).session;
  await works('signOut of another session', auth.signOut(other.token), () => true);
  await works('signOutAllExceptCurrent', auth.signOutAllExceptCurrent());
  await works('getAllSessions afterwards', auth.getAllSessions(), (a) => a.sessions.length === 1);
  await rejected('signOutAllExceptCurrent', anonymous.auth.signOutAllExceptCurrent(), 'missing_session_token');
  const leaving = newClient();
  await leaving.auth.signInWithEmail(email, 'third phrase');
  await works('signOut', leaving.auth.signOut());
  await works('signOutAll', auth.signOutAll());
  await rejected('signOutAll', anonymous.auth.signOutAll(), 'missing_session_token');
  me = (await works('signInWithEmail again', auth.signInWithEmail(email, 'third phrase'), isUser(email))).user._id;
}

async function code(to, action) {
  const all = await (await fetch(`${envUrl}/_sms.json`)).json();
  return all.find((sms) => sms.to === to && sms.action === action).code;
}

async function phones() {
  // The sample of Altogic's own documentation.
  const phone = '+15555555555';
  const next = '+15555555556';
  const unknownPhone = '+15555555557';
  const caller = newClient();
  const { auth: calls } = caller;
  const isCaller = (response) => response.user.phone === phone && !response.user.email && !response.user.password;
  await works('signUpWithPhone', calls.signUpWithPhone(phone, 'secret phrase', 'Ann'), (a) => isCaller(a) && a.session === null && a.user.phoneVerified === false);
  await rejected('signUpWithPhone', calls.signUpWithPhone(phone, 'secret phrase', 'Ann'), 'phone_not_unique');
  await rejected('signInWithPhone of an unverified number', calls.signInWithPhone(phone, 'secret phrase'), 'phone_not_verified');
  await works('resendVerificationCode', calls.resendVerificationCode(phone));
  await rejected('resendVerificationCode', calls.resendVerificationCode(unknownPhone), 'user_not_found');
  await rejected('verifyPhone', calls.verifyPhone(phone, 'wrong'), 'invalid_access_token');
  await works('verifyPhone', calls.verifyPhone(phone, await code(phone, 'phone-confirm')), (a) => isCaller(a) && a.user.phoneVerified && a.session.token.length > 20);
  await works('signInWithPhone', calls.signInWithPhone(phone, 'secret phrase'), isCaller);
  await rejected('signInWithPhone', anonymous.auth.signInWithPhone(phone, 'wrong'), 'invalid_credentials');
  await works('sendSignInCode', calls.sendSignInCode(phone));
  await rejected('sendSignInCode', calls.sendSignInCode(unknownPhone), 'user_not_found');
  const signIn = await code(phone, 'signin-code');
  await works('signInWithCode', calls.signInWithCode(phone, signIn), (a) => isCaller(a) && a.session.token.length > 20);
  await rejected('signInWithCode', anonymous.auth.signInWithCode(phone, signIn), 'invalid_access_token');
  await works('sendResetPwdCode', calls.sendResetPwdCode(phone));
  await rejected('sendResetPwdCode', calls.sendResetPwdCode(unknownPhone), 'user_not_found');
  const reset = await code(phone, 'reset-pwd-code');
  await works('resetPwdWithCode', calls.resetPwdWithCode(phone, reset, 'second phrase'));
  await rejected('resetPwdWithCode', calls.resetPwdWithCode(phone, reset, 'third phrase'), 'invalid_access_token');
  await works('changePhone', calls.changePhone('second phrase', next), isCaller);
  await rejected('changePhone', calls.changePhone('wrong', next), 'invalid_credentials');
  await works('verifyPhone of a change', calls.verifyPhone(next, await code(next, 'change-phone')), (a) => a.user.phone === next && a.session === null);
}

async function users() {
  const otherUser = db.model('users').object('0123456789abcdef01234567');
  const object = db.model('users').object(me);
  await works('users get', object.get(), (a) => a.data._id === me);
  await rejected('users get', otherUser.get(), 'not_allowed');
  await works('users update', object.update({ name: 'Ann B' }), (a) => a.data.name === 'Ann B' && a.data.email);
  await rejected('users update', object.update({ emailVerified: false }), 'validation_error');
  await works('users updateFields', object.updateFields([{ field: 'visits', updateType: 'increment', value: 2 }]), (a) => a.data.visits === 2);
  await rejected('users updateFields', object.updateFields({ field: 'email', updateType: 'set', value: 'x@y.z' }), 'validation_error');
  await rejected('users delete', otherUser.delete(), 'not_allowed');
}

async function objects() {
  const model = (from) => from.db.model('books');
  const book = model(client).object();
  const id = (await works('objects create', book.create({ title: 'Notes' }), (a) => a.data.title === 'Notes' && a.data._id)).data._id;
  await rejected('objects create', model(anonymous).object().create({}), 'missing_session_token');
  const object = model(client).object(id);
  const missing = model(client).object('0123456789abcdef01234567');
  await works('objects get', object.get(), (a) => a.data.title === 'Notes');
  await rejected('objects get', model(anonymous).object(id).get(), 'missing_session_token');
  await works('objects update', object.update({ pages: 7 }), (a) => a.data.pages === 7 && a.data.title === 'Notes');
  await rejected('objects update', missing.update({ pages: 7 }), 'object_not_found');
  await works('objects updateFields', object.updateFields([
    { field: 'pages', updateType: 'multiply', value: 3 }, { field: 'tags', updateType: 'push', value: 'a' }, { field: 'title', updateType: 'unset' },
  ]), (a) => a.data.pages === 21 && a.data.tags[0] === 'a' && !('title' in a.data));
  await rejected('objects updateFields', missing.updateFields({ field: 'pages', updateType: 'set', value: 1 }), 'object_not_found');
  await works('objects set', db.model('books.cover').object().set({ colour: 'red' }, id), (a) => a.data.colour === 'red' && a.data._parent === id);
  await rejected('objects set', db.model('books.cover').object().set({ colour: 'red' }, '0123456789abcdef01234567'), 'object_not_found');
  await works('objects append', db.model('books.notes').object().append({ text: 'hi' }, id), (a) => a.data.text === 'hi');
  await rejected('objects append', db.model('books.notes').object().append({ text: 'hi' }, '0123456789abcdef01234567'), 'object_not_found');
  await works('objects delete', object.delete());
  await rejected('objects delete', object.delete(), 'object_not_found');
}

async function queries() {
  const notes = (from = client) => from.db.model('notes');
  await works('query create', notes().create([{ title: 'b', pages: 3 }, { title: 'a', pages: 9 }, { title: "it's", pages: 1 }]), (a) => a.data.length === 3 && a.data[0]._id);
  await works('query create of one', notes().omit('pages').create({ title: 'c', pages: 20 }), (a) => a.data.title === 'c' && !('pages' in a.data));
  await rejected('query create', notes(anonymous).create({}), 'missing_session_token');
  await works('query get', notes().filter("this.pages > 2 && (title == 'a' || title == 'b')").sort('pages', 'desc').limit(10).page(1).get(), (a) => a.data.map((n) => n.title).join() === 'a,b');
  await works('query get with counts', notes().sort('title', 'asc').limit(3).page(2).get(true), (a) => a.data.data[0].title === "it's" && a.data.info.count === 4 && a.data.info.totalPages === 2);
  await rejected('query get', notes().filter('INCLUDES(title, "a")').get(), 'validation_error');
  await works('query getSingle', notes().filter('title == "it\'s"').getSingle(), (a) => a.data.pages === 1);
  await works('query getSingle of nothing', notes().filter('pages > 100').getSingle(), (a) => a.data === null);
  await rejected('query getSingle', notes().lookup({ field: 'author' }).getSingle(), 'validation_error');
  await works('query update', notes().filter('pages >= 9').update({ isLong: true }), (a) => a.data.totalMatch === 2 && a.data.updated === 2);
  await rejected('query update', notes().update({ _id: 'x' }), 'validation_error');
  await works('query updateFields', notes().filter('isLong == true').updateFields({ field: 'pages', updateType: 'increment', value: 1 }), (a) => a.data.updated === 2);
  await rejected('query updateFields', db.model('users').updateFields({ field: 'name', updateType: 'set', value: 'x' }), 'not_allowed');
  await works('query delete', notes().filter('isLong != true').delete(), (a) => a.data.totalMatch === 2 && a.data.deleted === 2);
  await rejected('query delete', db.model('users').delete(), 'not_allowed');
  await works('query of users', db.model('users').get(), (a) => a.data.length === 1 && a.data[0]._id === me);
  for (const [name, call] of [
    ['set', notes().set({}, 'x')], ['append', notes().append({}, 'x')], ['getRandom', notes().getRandom(1)], ['compute', notes().compute([])],
    ['searchText', notes().searchText('a')], ['searchFuzzy', notes().searchFuzzy('title', 'a')], ['getStats', db.getStats()],
  ]) {
    await rejected(`query ${name}`, call, 'not_allowed');
  }
}

async function files() {
  const nowhere = storage.bucket('nowhere');
  await works('createBucket', storage.createBucket('pictures', true, ['a']), (a) => a.data.name === 'pictures' && a.data.isPublic);
  await rejected('createBucket', storage.createBucket('pictures'), 'validation_error');
  await works('listBuckets', storage.listBuckets(), (a) => a.data.some((b) => b.name === 'root'));
  await rejected('listBuckets', anonymous.storage.listBuckets(), 'missing_session_token');
  await works('getStats', storage.getStats(), (a) => a.data.bucketsCount === 2);
  await rejected('getStats', anonymous.storage.getStats(), 'missing_session_token');
  const bucket = storage.bucket('pictures');
  await works('bucket exists', bucket.exists(), (a) => a.data === true);
  await works('bucket exists not', nowhere.exists(), (a) => a.data === false);
  await rejected('bucket exists', anonymous.storage.bucket('pictures').exists(), 'missing_session_token');
  await works('bucket getInfo', bucket.getInfo(true), (a) => a.data.name === 'pictures' && a.data.stats.objectsCount === 0);
  await rejected('bucket getInfo', nowhere.getInfo(), 'bucket_not_found');
  const blob = new Blob(['hello'], { type: 'text/plain' });
  const upload = await works('upload', bucket.upload('a.txt', blob), (a) => a.data.fileName === 'a.txt' && a.data.size === 5 && a.data.mimeType === 'text/plain');
  await works('upload under a taken name', bucket.upload('a.txt', blob), (a) => a.data.fileName === 'a-1.txt');
  await rejected('upload', nowhere.upload('a.txt', blob), 'bucket_not_found');
  const open = await fetch(upload.data.publicPath);
  report(open.status === 200 && (await open.text()) === 'hello', 'public file', open.status);
  await works('searchFiles', storage.searchFiles("this.fileName == 'a-1.txt'", { returnCountInfo: true }), (a) => a.data.info.count === 1 && a.data.data[0].fileName === 'a-1.txt');
  await rejected('searchFiles', storage.searchFiles('this.size > 3'), 'validation_error');
  await works('listFiles', bucket.listFiles({ limit: 1, page: 2, sort: { field: 'fileName', direction: 'desc' } }), (a) => a.data.length === 1 && a.data[0].fileName === 'a-1.txt');
  await rejected('listFiles', nowhere.listFiles(), 'bucket_not_found');
  for (const [name, call, isRight] of [
    ['addTags', (b) => b.addTags(['b', 'c']), (a) => a.data.tags.join() === 'a,b,c'],
    ['removeTags', (b) => b.removeTags('c'), (a) => a.data.tags.join() === 'a,b'],
    ['makePrivate', (b) => b.makePrivate(), (a) => a.data.isPublic === false],
    ['makePublic', (b) => b.makePublic(), (a) => a.data.isPublic === true],
    ['updateInfo', (b) => b.updateInfo('photos', true, [], false), (a) => a.data.name === 'photos'],
  ]) {
    await works(`bucket ${name}`, call(storage.bucket('pictures')), isRight);
    await rejected(`bucket ${name}`, call(nowhere), 'bucket_not_found');
  }
  await works('bucket rename', storage.bucket('photos').rename('pictures'), (a) => a.data.name === 'pictures');
  await rejected('bucket rename', storage.root.rename('x'), 'not_allowed');

  const file = bucket.file('a.txt');
  const missing = bucket.file('missing.txt');
  await works('file exists', file.exists(), (a) => a.data === true);
  await works('file exists not', missing.exists(), (a) => a.data === false);
  await rejected('file exists', anonymous.storage.bucket('pictures').file('a.txt').exists(), 'missing_session_token');
  await storage.createBucket('elsewhere', true);
  for (const [name, call, isRight] of [
    ['getInfo', (f) => f.getInfo(), (a) => a.data.fileName === 'a.txt'],
    ['makePrivate', (f) => f.makePrivate(), (a) => a.data.isPublic === false && !a.data.publicPath],
    ['makePublic', (f) => f.makePublic(), (a) => a.data.isPublic === true && a.data.publicPath],
    ['replace', (f) => f.replace(new Blob(['good bye'], { type: 'text/plain' })), (a) => a.data.size === 8 && a.data._id === upload.data._id],
    ['duplicate', (f) => f.duplicate('copy.txt'), (a) => a.data.fileName === 'copy.txt'],
    ['copyTo', (f) => f.copyTo('elsewhere'), (a) => a.data.fileName === 'a.txt' && a.data._id !== upload.data._id],
    ['addTags', (f) => f.addTags('x'), (a) => a.data.tags.join() === 'x'],
    ['removeTags', (f) => f.removeTags('x'), (a) => a.data.tags.length === 0],
    ['updateInfo', (f) => f.updateInfo('a.txt', true, ['y']), (a) => a.data.tags.join() === 'y'],
    ['rename', (f) => f.rename('b.txt'), (a) => a.data.fileName === 'b.txt'],
  ]) {
    await works(`file ${name}`, call(file), isRight);
    await rejected(`file ${name}`, call(missing), 'invalid_file_identifier');
  }
  const download = await bucket.file('b.txt').download();
  report(!download.errors && (await download.data.text()) === 'good bye', 'file download', download.errors);
  await rejected('file download', missing.download(), 'invalid_file_identifier');
  await works('file moveTo', bucket.file('copy.txt').moveTo('elsewhere'), (a) => a.data.fileName === 'copy.txt');
  await rejected('file moveTo', missing.moveTo('elsewhere'), 'invalid_file_identifier');
  await works('file delete', bucket.file('a-1.txt').delete());
  await rejected('file delete', bucket.file('a-1.txt').delete(), 'invalid_file_identifier');
  await works('deleteFile', storage.deleteFile(upload.data.publicPath));
  await rejected('deleteFile', storage.deleteFile(upload.data.publicPath), 'invalid_file_identifier');
  await works('deleteFiles', storage.bucket('elsewhere').deleteFiles(['copy.txt', 'unknown.txt']));
  await rejected('deleteFiles', nowhere.deleteFiles(['a.txt']), 'bucket_not_found');
  await works('bucket empty', storage.bucket('elsewhere').empty());
  await rejected('bucket empty', nowhere.empty(), 'bucket_not_found');
  await works('bucket delete', storage.bucket('elsewhere').delete());
  await rejected('bucket delete', storage.root.delete(), 'not_allowed');
}

// Somebody who is still sending reads a refusal only if the rest is taken in: fetch reports a broken connection otherwise.
async function oversize() {
  const big = (megabytes) => new Blob([new Uint8Array(megabytes * 1024 * 1024)], { type: 'image/png' });
  await rejected('upload of 11 MB', storage.root.upload('big.png', big(11)), 'request_body_size_too_large');
  await rejected('upload of 60 MB', storage.root.upload('big.png', big(60)), 'request_body_size_too_large');
  await rejected('upload of 60 MB without a session', anonymous.storage.root.upload('big.png', big(60)), 'missing_session_token');
  await rejected('upload of 60 MB with a wrong key', newClient('wrong').storage.root.upload('big.png', big(60)), 'invalid_client_key');

  const { session } = await newClient().auth.signInWithEmail('ann+js@example.test', 'third phrase');
  const form = new FormData();
  form.append('file', big(11));
  const { body, headers } = new Response(form);
  const chunked = await fetch(`${envUrl}/_api/rest/v1/storage/bucket/upload-formdata?bucket=root&fileName=big.png`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'Content-Type': headers.get('Content-Type'), 'X-Client-Key': 'local-client-key', Session: session.token },
  });
  const { errors } = await chunked.json();
  report(chunked.status === 400 && errors[0].code === 'request_body_size_too_large', 'upload of 11 MB in chunks', errors);
}

async function providers() {
  const person = newClient();
  globalThis.window = { location: {} };
  person.auth.signInWithProvider('google');
  const start = globalThis.window.location.href;
  delete globalThis.window;
  // In Development a page takes the place of the provider.
  const page = await fetch(start);
  const choice = await fetch(`${page.url}/verified`, { redirect: 'manual' });
  const token = new URL(choice.headers.get('location')).searchParams.get('access_token');
  await works('getAuthGrant of a provider', person.auth.getAuthGrant(token), (a) => a.user.provider === 'google' && a.session.token.length > 20);
  await rejected('getAuthGrant of a provider, used', person.auth.getAuthGrant(token), 'invalid_access_token');
}

async function farewell() {
  await works('users delete', db.model('users').object(me).delete());
  await rejected('signOut', client.auth.signOut(), 'invalid_session_token');
}

(async () => {
  await authentication();
  await phones();
  await users();
  await objects();
  await queries();
  await files();
  await oversize();
  await providers();
  await farewell();
  process.exit(failures === 0 ? 0 : 1);
})().catch((failure) => {
  console.log('FAILED', failure.message);
  process.exit(1);
});
