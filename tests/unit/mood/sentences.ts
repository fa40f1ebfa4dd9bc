/** What people write, and how it sounds: a mood, or `good` and `bad` where none can be told, `mixed`, or `nothing` to go by. */
import type { Mood } from "../../../supabase/functions/_shared/mood/moods.ts";

export type Sound = Mood | "good" | "bad" | "mixed" | "nothing";
type Lines = Readonly<Partial<Record<Sound, readonly string[]>>>;

export const english: Lines = {
  glad: [
    "I am so happy today",
    "so proud of myself!!",
    "I got the job!!!",
    "my exam went well",
    "We had a lovely dinner with family",
    "never been so happy",
    "I couldn't be happier",
    "not bad, actually",
    "HAPPY!!!",
    "I love my cat ❤️",
    "haha that was fun :)",
    "🥳🎉",
    "I was exhausted this morning, but now I feel great",
    "finally some good news from home",
  ],
  calm: ["I'm fine", "finally relaxed after a long week", "feeling peaceful after prayer", "took a walk and calmed down", "feel safe here 😌", "I'm okay today"],
  sad: [
    "I'm sad",
    "so sad 😢",
    "i'm not happy",
    "not feeling very good",
    "I don't feel happy anymore",
    "I haven't been happy in months",
    "feeling a bit down",
    "honestly everything feels pointless",
    "I failed my exam",
    "my cat died and I can't stop crying",
    "I was fine yesterday but today I can't stop crying",
    "saaaad",
    ":(",
    "he broke my heart 💔",
    "I feel nothing",
    "I am not okay",
    "what a bad day",
    "why am I so sad?",
  ],
  anxious: ["I'm worried about tomorrow", "im kinda nervous abt the interview", "had a panic attack at work", "so much work, so stressed", "I am scared of the results", "overthinking everything again", "I can't calm down"],
  angry: ["I hate this", "my boss yelled at me", "leave me alone", "He makes me so mad", "I'm really annoyed with him", "so frustrated 😡"],
  tired: ["I can't sleep", "didn't sleep at all last night", "I'm so tired of everything", "completely drained", "I'm not angry, just tired", "i dont feel like doing anything", "burnt out from work"],
  lonely: ["feeling lonely tonight", "I feel so alone", "nobody understands me", "no one to talk to", "I miss my mom", "never felt so alone", "she never replies, I feel ignored"],
  good: ["I'm not sad", "the food was excellent"],
  bad: ["that movie was terrible", "today was long and boring"],
  mixed: ["I was sad but now I'm okay"],
  nothing: ["", "good morning!", "how are you?", "are you happy?", "ok", "thank you", "don't worry", "what is the capital of France?", "can you help me with my cv", "idk", "The list: (a), (b)", "happy birthday", "1234", "👍🙏"],
};

export const bengali: Lines = {
  glad: ["খুব খুশি লাগছে আজ", "আজকে অনেক মজা হলো", "তোমার সাথে কথা বলে ভালো লাগলো", "চান্স পেয়েছি ভার্সিটিতে!", "মনটা আজ ফুরফুরে", "আলহামদুলিল্লাহ, ভালো আছি", "আনন্দে আছি", "মন খারাপ ছিল কিন্তু এখন ভালো লাগছে"],
  calm: ["ভালো আছি", "শান্তি লাগছে", "এখন একটু শান্ত লাগছে", "নিশ্চিন্ত হলাম"],
  sad: ["আমার মন খারাপ", "মন খুব খারাপ", "একটু মন খারাপ", "ভালো নেই", "ভালো নাই আমি", "কিছু ভালো লাগছে না", "ভাল্লাগে না", "আমি খুশি নই", "দিনটা ভালো ছিল না", "রেজাল্ট ভালো হয়নি", "কষ্টে আছি", "এত কষ্ট কেন জীবনে", "সারারাত কেঁদেছি", "বাবা মারা গেছে"],
  anxious: ["ভয় লাগছে", "পরীক্ষা নিয়ে অনেক টেনশনে আছি", "কেমন জানি অস্থির লাগছে", "খুব দুশ্চিন্তায় আছি", "শান্তি নেই"],
  angry: ["রাগ হচ্ছে খুব", "মা বকা দিয়েছে, খুব রাগ লাগছে", "মেজাজটা খুব খারাপ", "বিরক্ত লাগছে"],
  tired: ["আজকে অনেক ক্লান্ত", "ঘুম আসছে না", "আর পারছি না"],
  lonely: ["একা একা লাগে", "আমার কোনো বন্ধু নেই", "কেউ আমাকে বোঝে না", "বন্ধুরা আমাকে ভুলে গেছে, একা লাগে"],
  good: ["কষ্ট নেই আর", "ভয় পাই না"],
  bad: ["খাবারটা খারাপ ছিল", "মাথা ব্যথা করছে"],
  nothing: ["শুভ সকাল", "তুমি কেমন আছো?", "তুমি ভালো আছো?", "আজ সারাদিন কাজ করলাম", "আজকে বৃষ্টি হচ্ছে", "এখন কয়টা বাজে", "চিন্তা করো না"],
};

export const romanised: Lines = {
  glad: ["khub khushi lagche", "onek valo lagche aj", "valo lagtese", "ajke onek moja korechi", "job ta paisi!", "ajke mon ta onek bhalo", "alhamdulillah valo achi"],
  calm: ["valo achi", "bhalo asi", "onek din por shanti te ghumaisi"],
  sad: ["mon kharap", "mon ta khub kharap", "ektu mon kharap", "valo nei", "ami valo nai", "valo na", "kichui valo lage na", "kichu bhalo lagtese na", "valolagchena", "amar mon valo nai", "koshto hocche", "khushi hoite partesi na", "dukkho lagche"],
  anxious: ["voy lagche", "bhoy lagtese onek", "tension e achi", "khub tension hocche result niye", "onek chap jacche kaje"],
  angry: ["rag lagche", "matha gorom hoye ase", "mejaj ta khub kharap", "biroktikor ekta din"],
  tired: ["onek tired lagche aj", "ghum ashe na", "ar parchi na", "khub klanto"],
  lonely: ["ami khub eka", "amar keu nai", "keu nai kotha bolar", "ma er kotha mone porche"],
  good: ["kosto nai"],
  bad: ["exam kharap hoise"],
  nothing: ["tumi valo acho?", "shuvo shokal", "ki koro", "aj kaje gelam", "boi porchi", "5ta baje", "chinta kore dekhi"],
};
