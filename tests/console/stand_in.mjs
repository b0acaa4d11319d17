// Plays the inbox for the tests of the console: the same addresses, messages, errors and Content-Security-Policy, a handful of
// invented tickets in memory. Prints its address. GET /arrive lets a ticket come.
import http from 'node:http'
import { readFileSync, existsSync } from 'node:fs'

const dist = new URL('../../services/inbox/web/dist', import.meta.url).pathname
const now = Date.now(),
  iso = (h) => new Date(now + h * 3600e3).toISOString()
const platforms = [
  ['12367', '12367移民管理服务热线', '12367'],
  ['440000', '粤省心12345政务服务便民热线', 'Guangdong 12345'],
  ['510000', '四川12345政务服务便民热线', 'Sichuan 12345'],
  ['310000', '上海12345市民服务热线', 'Shanghai 12345'],
  ['110000', '北京12345市民服务热线', 'Beijing 12345'],
  ['330000', '浙江12345', 'Zhejiang 12345'],
].map(([id, nameZh, nameEn]) => ({ id, nameZh, nameEn }))
const account = {
  name: 'li.na',
  displayName: '李娜',
  staffId: 'GD1024',
  roles: ['ROLE_AGENT', 'ROLE_SUPERVISOR', 'ROLE_ENGINEER', 'ROLE_SECURITY_ADMINISTRATOR', 'ROLE_AUDITOR'],
  units: ['*'],
  totp: false,
}
let signedIn = false
const who = () => ({
  account,
  idleSeconds: 900,
  platform: '12367',
  platforms,
  units: [
    { code: 'NIA', name: '国家移民管理局移民事务服务中心' },
    { code: 'GD-EE', name: '广东省公安厅出入境管理局' },
  ],
})
const titles = [
  '护照换发预约后窗口拒收材料，要求说明依据',
  '外国人居留许可延期材料清单咨询',
  '深圳湾口岸排队超过两小时',
  'Residence permit extension: which form is needed?',
  '往来港澳通行证邮寄未收到',
  '举报某公司非法雇用外国人',
  '建议在地铁站增设自助签注机',
  '永久居留身份证办理进度查询',
  '\u202Egnp.exe <img src=x onerror=alert(1)> 标题',
]
const states = [
  'STATE_OFFERED',
  'STATE_SIGNED',
  'STATE_IN_PROGRESS',
  'STATE_RESOLUTION_SUBMITTED',
  'STATE_OFFERED',
  'STATE_SUSPENDED',
  'STATE_RESOLVED',
  'STATE_RETURN_REQUESTED',
  'STATE_OFFERED',
]
const due = [-5, 3, 30, 80, 20, null, null, 50, 200]
const tickets = titles.map((title, i) => ({
  id: `${platforms[1 + (i % 5)].id}:DH261124${String(i).padStart(4, '0')}`,
  numbers: [
    { platform: platforms[1 + (i % 5)].id, number: `DH261124${String(i).padStart(4, '0')}` },
    { platform: '12367', number: `NIA2611240${i}` },
  ],
  origin: platforms[1 + (i % 5)].id,
  holder: i % 4 ? '12367' : platforms[1 + (i % 5)].id,
  offeredTo: states[i] === 'STATE_OFFERED' ? '12367' : undefined,
  state: states[i],
  title,
  category: ['CATEGORY_CITIZEN_DOCUMENTS', 'CATEGORY_FOREIGNER_VISA_RESIDENCE', 'CATEGORY_PORT_CLEARANCE'][i % 3],
  urgency: i === 0 ? 'URGENCY_CRITICAL' : 'URGENCY_NORMAL',
  language: 'LANGUAGE_ZH',
  province: platforms[1 + (i % 5)].id,
  unitCode: 'GD-EE',
  unitName: '广东省公安厅出入境管理局',
  assignee: i % 3 ? 'GD1024' : '',
  assigneeName: i % 3 ? '李娜' : '',
  limit:
    due[i] === null
      ? undefined
      : {
          value: 5,
          unit: 'UNIT_WORKING_DAY',
          start: 'START_DISPATCHED',
          dueAt: iso(due[i]),
          computedBy: platforms[1 + (i % 5)].id,
        },
  deadline:
    due[i] === null
      ? states[i] === 'STATE_SUSPENDED'
        ? 'DEADLINE_STOPPED'
        : 'DEADLINE_NONE'
      : due[i] < 0
        ? 'DEADLINE_OVERDUE'
        : due[i] < 24
          ? 'DEADLINE_NEAR'
          : 'DEADLINE_FAR',
  urges: i === 0 ? 2 : 0,
  returns: i === 2 ? 1 : 0,
  confidential: i === 5,
  oursToAct: i % 2 === 0,
  createdAt: iso(-40 - i),
  changedAt: iso(-i * 1.7),
  sequence: String(4 + i),
}))
const kinds = [
  'transferred',
  'not_taken',
  'signed',
  'return_requested',
  'return_decided',
  'reassigned',
  'progress_reported',
  'supplemented',
  'urged',
  'urge_signed',
  'extension_requested',
  'suspended',
  'resolution_submitted',
  'callback_recorded',
  'withdrawn',
  'merged',
  'escalated',
]
const detail = (s) => ({
  summary: s,
  ticket: {
    id: s.id,
    limit: s.limit,
    matter: {
      title: s.title,
      content:
        '来电人反映：11月20日按预约到窗口办理普通护照换发，工作人员以照片不符合要求为由拒收，但未说明具体要求，也未提供现场照相服务。\n诉求：请说明照片标准及依据，并协助尽快办理，本月28日需出境。\n\u202E隐藏反转\u202C <script>alert(1)</script>',
      category: s.category,
      demandType: 'DEMAND_TYPE_COMPLAINT',
      language: 'LANGUAGE_ZH',
      channel: 'CHANNEL_PHONE',
      urgency: s.urgency,
      region: { code: '440300', name: '广东省深圳市', address: '***' },
      caller: {
        name: '王*',
        sex: 'SEX_FEMALE',
        callingNumber: '138****5678',
        documentType: 'DOCUMENT_TYPE_PASSPORT',
        documentNumber: '*******78',
        nationality: 'CHN',
      },
      confidential: s.confidential,
      askedAt: iso(-41),
    },
  },
  timeline: [
    {
      event: {
        id: '1',
        source: s.origin,
        occurredAt: iso(-40),
        journal: { acceptedAt: iso(-40), stateAfter: 'STATE_OFFERED' },
        actor: { unitName: '深圳市12345', staffId: '0755' },
        transferred: { to: '12367', note: '属出入境证件业务，请贵方处理。' },
      },
    },
    {
      event: {
        id: '2',
        source: '12367',
        journal: { acceptedAt: iso(-38), stateBefore: 'STATE_OFFERED', stateAfter: 'STATE_SIGNED' },
        actor: { staffId: 'GD1024', staffName: '李娜' },
        signed: {},
      },
    },
    {
      event: {
        id: '3',
        source: s.origin,
        journal: { acceptedAt: iso(-20) },
        supplemented: { text: '来电人补充：航班为28日上午。' },
      },
    },
    {
      event: {
        id: '4',
        source: s.origin,
        journal: { acceptedAt: iso(-8) },
        urged: { urgeId: 'CB1', reason: '来电人再次致电，情绪激动。' },
      },
    },
    {
      event: {
        id: '5',
        source: 'interline',
        journal: { acceptedAt: iso(-5), effect: 'EFFECT_NOTE' },
        deadlineMissed: {},
      },
    },
  ],
  deliveries: [
    {
      id: 'd1',
      platform: s.origin,
      eventKind: 'signed',
      sequence: '2',
      result: 'RESULT_DELIVERED',
      attempts: 1,
      reportedAt: iso(-38),
    },
    {
      id: 'd2',
      platform: s.origin,
      eventKind: 'progress_reported',
      sequence: '5',
      result: 'RESULT_LATER',
      attempts: 3,
      reportedAt: iso(-1),
      retryAt: iso(0.2),
    },
  ],
  actions: kinds.map((kind, i) =>
    [
      'signed',
      'return_requested',
      'progress_reported',
      'reassigned',
      'resolution_submitted',
      'extension_requested',
      'escalated',
    ].includes(kind)
      ? { kind, allowed: true }
      : {
          kind,
          denial: i % 4 === 3 ? 'DENIAL_ROLE' : 'DENIAL_STATE',
          refusal: i % 2 ? 'REFUSAL_REASON_TRANSITION_NOT_ALLOWED' : 'REFUSAL_REASON_ACTOR_NOT_ALLOWED',
        },
  ),
  returnRequested: false,
  openUrges: ['CB1'],
  revealable: ['matter.caller.name', 'matter.caller.calling_number', 'matter.region.address'],
})
const methods = {
  SignIn: (r) => {
    if (r.password !== 'pw') throw [401, 'UNAUTHENTICATED', '']
    signedIn = true
    return { who: who() }
  },
  SignOut: () => {
    signedIn = false
    return {}
  },
  GetSession: () => {
    if (!signedIn) throw [401, 'UNAUTHENTICATED', '']
    return who()
  },
  ListTickets: (r) => {
    const f = r.filter || {}
    return {
      tickets: tickets.filter(
        (t) => (!f.deadlines || f.deadlines.includes(t.deadline)) && (!f.text || t.title.includes(f.text)),
      ),
    }
  },
  CountTickets: () => ({
    total: '1284',
    byDeadline: [
      { deadline: 'DEADLINE_OVERDUE', count: '7' },
      { deadline: 'DEADLINE_NEAR', count: '31' },
    ],
  }),
  GetTicket: (r) => {
    const s = tickets.find((t) => t.id === r.id)
    if (!s) throw [404, 'NOT_FOUND', '']
    return { ticket: detail(s) }
  },
  RevealPersonal: () => ({ value: '13812345678' }),
  Act: (r) => {
    if (r.resolutionSubmitted)
      return {
        verdict: 'VERDICT_REFUSED',
        refusal: {
          reason: 'REFUSAL_REASON_TRANSITION_NOT_ALLOWED',
          path: 'kind',
          explanation: 'The ticket must be signed first.',
        },
      }
    if (r.signed) {
      throw [409, 'ABORTED', 'Zhang Wei (GD1025) has signed this ticket.']
    }
    return { verdict: 'VERDICT_ACCEPTED' }
  },
  ListColleagues: () => ({ colleagues: [{ name: 'zhang.wei', displayName: '张伟' }], units: who().units }),
  GetStatistics: (r) => ({
    days: Array.from({ length: r.days || 30 }, (_, i) => ({
      day: new Date(now - (r.days - 1 - i) * 864e5).toISOString().slice(0, 10),
      fromProvinces: String(60 + Math.round(40 * Math.abs(Math.sin(i * 1.1)))),
      toProvinces: String(20 + Math.round(18 * Math.abs(Math.cos(i)))),
      resolved: '70',
      returned: String(i % 5),
    })),
    provinces: platforms
      .slice(1)
      .map((p, i) => ({
        province: p.id,
        tickets: String(900 - i * 140),
        open: String(40 + i),
        overdue: String(i * 2),
        returned: String(12 + i),
        resolvedWithDue: '700',
        resolvedInTime: String(690 - i * 55),
        medianSecondsToSign: String(900 + i * 1300),
      })),
    categories: [
      ['CATEGORY_CITIZEN_DOCUMENTS', 1400],
      ['CATEGORY_PORT_CLEARANCE', 620],
      ['CATEGORY_FOREIGNER_VISA_RESIDENCE', 810],
      ['CATEGORY_COMMENTS', 120],
      ['CATEGORY_COMPLAINT', 95],
    ].map(([category, count]) => ({ category, count: String(count) })),
    medianSecondsToSign: '1860',
    medianSecondsToResolve: '187200',
    resolvedWithDue: '3120',
    resolvedInTime: '2921',
  }),
  ListProvinces: () => ({
    provinces: platforms
      .slice(1)
      .map((p, i) => ({
        platform: p,
        health: ['HEALTH_GOOD', 'HEALTH_ATTENTION', 'HEALTH_BAD', 'HEALTH_GOOD', 'HEALTH_UNUSED'][i],
        transport: i % 2 ? 'http_push' : 'kafka',
        dialect: 'reference',
        lastHeardAt: i === 4 ? undefined : iso(-i - 0.1),
        lastDeliveredAt: iso(-i),
        waiting: i === 2 ? '14' : '0',
        parked: i === 1 ? '2' : '0',
        oldestWaitingSince: i === 2 ? iso(-3) : undefined,
        lag: '0',
        breaker: i === 2 ? 'open' : i % 2 ? 'closed' : '',
        paused: i === 2,
        rejected: String(i),
        unmappedCodes: '0',
        openTickets: '12',
        overdueTickets: '1',
      })),
  }),
  ListRejections: () => ({
    rejections: [0, 1, 2].map((i) => ({
      id: `rejected/${i}/7`,
      refusal: {
        reason: ['REFUSAL_REASON_UNMAPPED_CODE', 'REFUSAL_REASON_CONFLICTING_DUPLICATE', 'REFUSAL_REASON_INVALID_TIME'][
          i
        ],
        path: ['JQLBDM', 'id', 'SLSJ'][i],
        explanation: 'No row of the code table fits.',
      },
      stage: ['STAGE_DECODE', 'STAGE_JUDGE', 'STAGE_DECODE'][i],
      platform: platforms[1 + i].id,
      ticketId: i === 1 ? tickets[1].id : '',
      eventId: `ev-${i}`,
      mapping: 'reference/1',
      rejectedAt: iso(-i),
      position: { topic: 'in.440000', partition: i, offset: '42' },
      redrivenAt: i === 2 ? iso(-0.5) : undefined,
    })),
  }),
  Redrive: () => ({}),
  Preview: () => ({
    eventJson: '{"id":"1","source":"440000","transferred":{"to":"12367"}}',
    back: Buffer.from('{"msgId":"1"}').toString('base64'),
    same: false,
    differences: ['SLSJ: a fraction of a second is lost'],
  }),
  ListQuestions: () => ({
    questions: [
      {
        number: 'OL202611240001',
        businessOption: 'BUSINESS_OPTION_ENTRY_EXIT_DOCUMENTS',
        language: 'LANGUAGE_EN',
        text: 'How long does a passport renewal take?',
        state: 'STATE_RECEIVED',
        askedAt: iso(-2),
      },
      {
        number: 'OL202611240002',
        businessOption: 'BUSINESS_OPTION_COMMENTS',
        language: 'LANGUAGE_ZH',
        text: '建议口岸增加英文指示牌。',
        state: 'STATE_ANSWERED',
        answer: '感谢您的建议，已转相关口岸研究。',
        askedAt: iso(-20),
        answeredAt: iso(-3),
      },
    ],
  }),
  AnswerQuestion: () => ({}),
  ListAccounts: () => ({
    accounts: [
      account,
      { name: 'admin', displayName: '管理员', roles: ['ROLE_SECURITY_ADMINISTRATOR'], totp: true, units: [] },
    ],
  }),
  CreateAccount: () => ({ oneTimePassword: 'aB3-xYz-9Qr' }),
  UpdateAccount: () => ({}),
  ResetAccount: () => ({ oneTimePassword: 'q' }),
  ListAudit: () => ({
    chainHolds: true,
    entries: [
      {
        sequence: '3',
        at: iso(-1),
        actor: 'li.na',
        action: 'reveal',
        object: tickets[0].id,
        result: 'ok',
        detail: 'matter.caller.calling_number: 回电核实',
        clientAddress: '10.0.0.3',
      },
      {
        sequence: '2',
        at: iso(-2),
        action: 'sign_in',
        object: 'li.na',
        result: 'wrong password',
        clientAddress: '10.0.0.3',
      },
    ],
  }),
  StartTotp: () => ({
    secret: 'JBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/Interline:li.na?secret=JBSWY3DPEHPK3PXP&issuer=Interline',
  }),
  ConfirmTotp: () => ({ recoveryCodes: ['aaaa-bbbb', 'cccc-dddd'] }),
  ChangePassword: () => ({}),
  ExportTickets: () => ({ csv: 'x' }),
}
const mime = {
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
  woff2: 'font/woff2',
}
const streams = new Set()
http
  .createServer((req, res) => {
    const url = new URL(req.url, 'http://x')
    res.setHeader('content-security-policy', "default-src 'self'")
    if (url.pathname === '/api/v1/changes') {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write(':ok\n\n')
      streams.add(res)
      req.on('close', () => streams.delete(res))
      return
    }
    if (url.pathname === '/arrive') {
      const t = { ...tickets[1], id: '440000:NEW' + tickets.length, title: '新到工单：签证到期如何补办' }
      tickets.unshift(t)
      for (const s of streams) s.write('data: ' + JSON.stringify({ ticket: t }) + '\n\n')
      return res.end()
    }
    const online = url.pathname.match(/^\/online\/api\/v1\/(\w+)$/)
    if (online) {
      if (online[1] === 'Ask') return res.end(JSON.stringify({ number: 'OL202611240007', secret: 'k7m2-pq9x' }))
      const a = {
        number: 'OL202611240007',
        state: 'STATE_RECEIVED',
        businessOption: 'BUSINESS_OPTION_COMMENTS',
        askedAt: iso(0),
      }
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write('data: ' + JSON.stringify(a) + '\n\n')
      setTimeout(
        () =>
          res.end(
            'data: ' +
              JSON.stringify({
                ...a,
                state: 'STATE_ANSWERED',
                answer: '您好，护照换发一般为7个工作日。',
                answeredAt: iso(0),
              }) +
              '\n\n',
          ),
        1500,
      )
      return
    }
    const m = url.pathname.match(/^\/api\/v1\/(\w+)$/)
    if (m) {
      let b = ''
      req.on('data', (d) => (b += d))
      req.on('end', () => {
        try {
          const a = methods[m[1]](JSON.parse(b || '{}'))
          res.writeHead(200, { 'content-type': 'application/json' })
          res.end(JSON.stringify(a))
        } catch (e) {
          if (!Array.isArray(e)) {
            console.error(m[1], e)
            e = [500, 'INTERNAL', '']
          }
          res.writeHead(e[0], { 'content-type': 'application/problem+json' })
          res.end(
            JSON.stringify({
              type: 'urn:interline:problem:' + e[1].toLowerCase().replace(/_/g, '-'),
              status: e[0],
              detail: e[2],
            }),
          )
        }
      })
      return
    }
    let f = dist + url.pathname
    if (url.pathname === '/online' || url.pathname === '/online/') f = dist + '/online/index.html'
    else if (!/\.[a-z0-9]+$/.test(url.pathname)) f = dist + '/index.html'
    if (!existsSync(f)) {
      res.writeHead(404)
      return res.end()
    }
    res.writeHead(200, { 'content-type': mime[f.split('.').pop()] || 'application/octet-stream' })
    res.end(readFileSync(f))
  })
  .listen(0, '127.0.0.1', function () {
    console.log(`http://127.0.0.1:${this.address().port}`)
  })
