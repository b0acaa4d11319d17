// An answer of the inbox that a page shows, asked for anew when what it depends on changes.
import { ref, watch, type Ref, type WatchSource } from 'vue'
import { call } from '../api/client'
import { showProblem } from './problem'

export function useLoaded<Answer extends object>(method: string, request: () => object, sources: WatchSource[] = []) {
  const answer = ref() as Ref<Answer | undefined>
  const loading = ref(false)
  let asked = 0

  async function load(background = false) {
    const mine = ++asked
    loading.value = true
    try {
      const got = await call<Answer>(method, request(), { background })
      if (mine === asked) answer.value = got
    } catch (error) {
      if (!background) showProblem(error)
    } finally {
      if (mine === asked) loading.value = false
    }
  }
  watch(sources, () => void load(), { immediate: true })
  return { answer, loading, load }
}

// Does something and says when it did not work. True when it did.
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    showProblem(error)
    return false
  }
}
