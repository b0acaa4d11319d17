import { pick } from '../language'
import type { Words } from '../language/words'

const texts = {
  title: ['12367 网上咨询', '12367 Online'],
  subtitle: ['移民管理服务热线', 'Immigration service hotline'],
  intro: ['在此提问或提出建议，您将得到一个编号和一个密钥，凭它们可随时查看答复。', 'Ask a question or leave a suggestion. You get a number and a secret; with them you can see the answer at any time.'],
  privacy: ['请勿填写姓名、证件号码、电话等个人信息。', 'Please leave out names, document numbers and telephone numbers.'],
  otherLanguage: ['English', '中文'],
  ask: ['我要提问', 'Ask'],
  look: ['查看答复', 'See an answer'],
  option: ['业务选项', 'Business'],
  text: ['问题或建议（5 至 2000 字）', 'Question or suggestion (5 to 2000 characters)'],
  region: ['涉及省份（可不填）', 'Province (may be left open)'],
  noRegion: ['不限', 'none'],
  submit: ['提交', 'Send'],
  number: ['编号', 'Number'],
  secret: ['密钥', 'Secret'],
  keep: ['请记下编号和密钥，密钥只显示这一次：', 'Keep number and secret; the secret is shown this time only:'],
  watching: ['答复到达时将在此自动显示。', 'The answer will show here when it arrives.'],
  show: ['查看', 'Show'],
  asked: ['提交时间', 'Asked'],
  answered: ['答复时间', 'Answered'],
  answer: ['答复', 'Answer'],
  again: ['再提一个问题', 'Ask another question'],
  wrong: ['编号或密钥不正确。', 'Number or secret is not right.'],
  often: ['提交过于频繁，请稍后再试。', 'Too many questions just now; try again later.'],
  invalid: ['请检查填写内容。', 'Please check what you filled in.'],
  down: ['服务暂不可用，请稍后再试。', 'The service does not answer; try again later.'],
  lost: ['连接中断，正在重连…', 'The connection was lost; trying again …'],
} as const satisfies Record<string, Words>

export function t(key: keyof typeof texts): string {
  return pick(texts[key])
}
