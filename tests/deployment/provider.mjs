// An OpenID Connect provider with three people: node provider.mjs MODULE PORT BACK. Its own pages ask for any password.
// A user's name is its `sub`; the groups have Chinese names. MODULE is the main file of the npm package oidc-provider.
const [module, port, back] = process.argv.slice(2);
const { default: Provider } = await import(module);
const people = {
  zhang: { preferred_username: '张三', name: '张三', groups: ['办公室', 'Office Staff', '保密室'] },
  li: { preferred_username: 'li', name: '李四', groups: ['督查科'] },
  wang: { preferred_username: '王五', name: '王五' },
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'baogao',
    client_secret: 'a-secret-of-the-office',
    redirect_uris: [back],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups'] },
  scopes: ['openid', 'profile', 'groups'],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...(people[id] ?? {}) }) }),
  cookies: { keys: ['a key for a test'] },
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
