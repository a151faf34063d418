<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>Main</name>
    <message>
        <source>Explore language models, from counting bigrams to chatting.</source>
        <translation>探索语言模型：从统计二元语法到与模型聊天。</translation>
    </message>
    <message>
        <source>Keep everything in this folder.</source>
        <translation>将所有内容保存在此文件夹中。</translation>
    </message>
    <message>
        <source>Without a display: open the files or the sample, train, chat, and write a picture of every page to this folder.</source>
        <translation>无需显示器：打开给定文件或示例，训练、聊天，并将每个页面的截图写入此文件夹。</translation>
    </message>
    <message>
        <source>Print how long the start takes and how long LibTorch takes to load; then quit.</source>
        <translation>输出启动耗时与加载 LibTorch 的耗时，然后退出。</translation>
    </message>
    <message>
        <source>Text files and folders, opened as one corpus.</source>
        <translation>文本文件和文件夹，作为一个语料库打开。</translation>
    </message>
    <message>
        <source>The library cannot be opened</source>
        <translation>无法打开资料库</translation>
    </message>
    <message>
        <source>Choose Another Folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Choose a Library Folder</source>
        <translation>选择资料库文件夹</translation>
    </message>
    <message>
        <source>Put the library in order</source>
        <translation>整理资料库</translation>
    </message>
</context>
<context>
    <name>chatui::ChatPage</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Colo&amp;ur by probability</source>
        <translation>按概率着色(&amp;U)</translation>
    </message>
    <message>
        <source>Tokens that the model found unlikely stand out</source>
        <translation>突出显示模型认为不太可能出现的词元</translation>
    </message>
    <message>
        <source>There is no model to talk to yet. Train one on the N-grams page in seconds, or a network on the Training page.</source>
        <translation>还没有可以聊天的模型。请在“N 元语法”页训练一个（只需几秒），或在“训练”页训练一个网络。</translation>
    </message>
    <message>
        <source>Nothing has been said yet. Write the beginning of a text below; the model goes on from there.</source>
        <translation>对话还是空的。请在下方写出一段文字的开头，模型会接着写下去。</translation>
    </message>
    <message>
        <source>%1 (network)</source>
        <translation>%1（网络）</translation>
    </message>
    <message>
        <source>%1 (n-gram)</source>
        <translation>%1（N 元）</translation>
    </message>
    <message>
        <source>&amp;Model:</source>
        <translation>模型(&amp;M)：</translation>
    </message>
    <message>
        <source>%1 (mixture)</source>
        <translation>%1（混合）</translation>
    </message>
    <message>
        <source>A base model continues your text; one that has learnt from conversations replies.</source>
        <translation>基础模型会续写您的文本；学过对话的模型则会回复。</translation>
    </message>
    <message>
        <source>Learn from &amp;Ratings…</source>
        <translation>从评价中学习(&amp;R)…</translation>
    </message>
    <message>
        <source>Writes each reply found good with each found bad to the same words to a file, and imports it as a corpus to fine-tune on</source>
        <translation>把对同样的话评为好与评为差的回复两两配对写入文件，并作为微调用的语料库导入</translation>
    </message>
    <message>
        <source>No two replies to the same words have been found good and bad yet. Rate a reply by its thumbs, let the model say it again with another seed, and rate that.</source>
        <translation>还没有对同样的话既评为好又评为差的两条回复。用拇指评价一条回复，换一个种子让模型再说一次，再评价它。</translation>
    </message>
    <message>
        <source>Learn from Ratings</source>
        <translation>从评价中学习</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>chatui::ChatSession</name>
    <message>
        <source>Reply of %1</source>
        <translation>%1 的回复</translation>
    </message>
</context>
<context>
    <name>chatui::Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Write something for the model to go on from. Enter sends, Shift+Enter begins a new line.</source>
        <translation>写一段文字，让模型接着写。按 Enter 发送，按 Shift+Enter 换行。</translation>
    </message>
    <message>
        <source>Editing your last message; what followed it will be removed.</source>
        <translation>正在编辑您的最后一条消息；其后的内容将被移除。</translation>
    </message>
    <message>
        <source>Keep it as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>停止(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>发送(&amp;S)</translation>
    </message>
</context>
<context>
    <name>chatui::ConversationList</name>
    <message>
        <source>Find in conversations</source>
        <translation>在对话中查找</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>重命名(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Searching conversations</source>
        <translation>正在搜索对话</translation>
    </message>
    <message>
        <source>No conversations yet. Write something to begin one.</source>
        <translation>还没有对话。写点什么就可以开始。</translation>
    </message>
    <message>
        <source>No conversation contains this text.</source>
        <translation>没有对话包含此文字。</translation>
    </message>
    <message>
        <source>Rename conversation</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Delete conversation</source>
        <translation>删除对话</translation>
    </message>
    <message>
        <source>Delete the conversation &quot;%1&quot;?</source>
        <translation>删除对话“%1”？</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
</context>
<context>
    <name>chatui::MessageList</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>chatui::MessageRow</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>The model had nothing to say after this text and began a new sentence.</source>
        <translation>模型认为此处文字已结束，没有可续写的内容，于是另起了一句。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Interrupted: the program ended before the reply did.</source>
        <translation>已中断：回复尚未完成时程序就结束了。</translation>
    </message>
    <message>
        <source>The model failed here.</source>
        <translation>模型在此处出错。</translation>
    </message>
    <message>
        <source>Cut at the length that was set.</source>
        <translation>已达到设定的长度上限，回复在此截断。</translation>
    </message>
    <message>
        <source>The model said nothing.</source>
        <translation>模型没有回复任何内容。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>您的消息</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在书写…</translation>
    </message>
    <message>
        <source>Good reply</source>
        <translation>好的回复</translation>
    </message>
    <message>
        <source>Bad reply</source>
        <translation>差的回复</translation>
    </message>
    <message>
        <source>%1: a good and a bad reply to the same words are a pair that a network learns to prefer from</source>
        <translation>%1：对同样的话的一好一差两条回复构成一对，网络可从中学习偏好</translation>
    </message>
</context>
<context>
    <name>chatui::ReplyOrigins</name>
    <message>
        <source>The whole reply stands in the training text (tokens: %1, places: %2).</source>
        <translation>整条回复都见于训练文本（词元 %1 个，出现 %2 处）。</translation>
    </message>
    <message>
        <source>Longest stretch from the training text: “%1” (tokens: %2 of %3, places: %4)</source>
        <translation>与训练文本相同的最长片段：“%1”（%3 个词元中的 %2 个，出现 %4 处）</translation>
    </message>
    <message>
        <source>Look a reply up</source>
        <translation>查找回复的出处</translation>
    </message>
</context>
<context>
    <name>chatui::SamplingPanel</name>
    <message>
        <source>Below 1 the likely tokens become likelier; 0 always takes the likeliest</source>
        <translation>小于 1 时，可能的词元更容易被选中；为 0 时总是选最可能的词元</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Top-&amp;k</source>
        <translation>Top-k(&amp;K)</translation>
    </message>
    <message>
        <source>Draws from the k most probable tokens only</source>
        <translation>只从概率最高的 k 个词元中抽取</translation>
    </message>
    <message>
        <source>Top-&amp;p</source>
        <translation>Top-p(&amp;P)</translation>
    </message>
    <message>
        <source>Draws from the fewest tokens that together have this probability</source>
        <translation>只从累计概率达到此值的最少词元中抽取</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>随机种子(&amp;E)</translation>
    </message>
    <message>
        <source>The same seed gives the same reply</source>
        <translation>相同的种子得到相同的回复</translation>
    </message>
    <message>
        <source>New</source>
        <translation>换一个</translation>
    </message>
    <message>
        <source>Draws another seed</source>
        <translation>抽取另一个种子</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>新种子</translation>
    </message>
    <message>
        <source>&amp;Length</source>
        <translation>长度(&amp;L)</translation>
    </message>
    <message>
        <source>A reply has at most this many tokens</source>
        <translation>一条回复最多包含这么多词元</translation>
    </message>
    <message>
        <source>Temper&amp;ature</source>
        <translation>温度(&amp;A)</translation>
    </message>
</context>
<context>
    <name>chatui::TokenTip</name>
    <message>
        <source>%1: probability %2, surprisal %3 bits</source>
        <translation>%1：概率 %2，惊异度 %3 比特</translation>
    </message>
</context>
<context>
    <name>compare::ComparePage</name>
    <message>
        <source>Here several models read the same text, and their figures stand side by side. There is no model yet: train one first.</source>
        <translation>在这里，多个模型读同一段文本，各项指标并排显示。还没有模型，请先训练一个。</translation>
    </message>
    <message>
        <source>Models to compare</source>
        <translation>要比较的模型</translation>
    </message>
    <message>
        <source>Text to score</source>
        <translation>要评分的文本</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Typed text</source>
        <translation>输入的文本</translation>
    </message>
    <message>
        <source>Type or paste a text that the models have not seen.</source>
        <translation>请输入或粘贴一段模型没有见过的文本。</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>Score the text by every checked model</source>
        <translation>用每个勾选的模型为文本评分</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Bits per byte, lower is better</source>
        <translation>每字节比特数，越低越好</translation>
    </message>
    <message>
        <source>Check models, give a text and press Compare.</source>
        <translation>请勾选模型、给出文本，然后按“比较”。</translation>
    </message>
    <message>
        <source>&amp;Models:</source>
        <translation>模型(&amp;M)：</translation>
    </message>
    <message>
        <source>&amp;Text:</source>
        <translation>文本(&amp;T)：</translation>
    </message>
    <message>
        <source>Perplexity is per token: compare it only between models that cut text alike. Bits per byte can be compared across tokenizers.</source>
        <translation>困惑度按词元计算，只能在切分方式相同的模型之间比较；每字节比特数可以跨分词器比较。</translation>
    </message>
    <message>
        <source>bits per byte</source>
        <translation>每字节比特数</translation>
    </message>
    <message>
        <source>There is no text to score: type one, or choose a corpus.</source>
        <translation>没有可评分的文本：请输入一段，或选择一个语料库。</translation>
    </message>
    <message>
        <source>Check the models to compare in the list at the left.</source>
        <translation>请在左侧列表中勾选要比较的模型。</translation>
    </message>
    <message>
        <source>Score by %1</source>
        <translation>用 %1 评分</translation>
    </message>
    <message>
        <source>No model gives the text a probability above 0, so there is nothing to draw.</source>
        <translation>没有模型给这段文本大于 0 的概率，因此无图可画。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>compare::ComparisonModel</name>
    <message>
        <source>n-gram</source>
        <translation>N 元</translation>
    </message>
    <message>
        <source>neural</source>
        <translation>神经</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>Unknown tokens</source>
        <translation>未知词元数</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Perplexity without unknown</source>
        <translation>困惑度（不含未知词元）</translation>
    </message>
    <message>
        <source>Bits per byte</source>
        <translation>每字节比特数</translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation>时间（秒）</translation>
    </message>
    <message>
        <source>mixture</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Pseudo: each token is predicted by what stands on both sides of it. Not to be compared with models that read from the left.</source>
        <translation>伪困惑度：每个词元由其两侧的内容预测，不能与从左向右读的模型比较。</translation>
    </message>
    <message>
        <source>%1 (pseudo)</source>
        <translation>%1（伪）</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Searching the text</source>
        <translation>正在搜索文本</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}. Choose another place or free some space.</source>
        <translation>无法写入 {0}：{1}。请选择其他位置，或腾出一些空间。</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: {1}. Choose another place, or make room on the disk.</source>
        <translation>无法写入文件 {0}：{1}。请选择其他位置，或腾出磁盘空间。</translation>
    </message>
    <message>
        <source>The file {0} became shorter while it was read: it ends at byte {1} instead of {2}. Wait until the program that changes it is done, then open it again.</source>
        <translation>文件 {0} 在读取过程中变短了：它在第 {1} 字节处结束，而应有 {2} 字节。请等修改它的程序结束后再打开。</translation>
    </message>
    <message>
        <source>The file {0} is not there. Check its name, or whether its disk is connected.</source>
        <translation>文件 {0} 不存在。请检查文件名，或检查其所在磁盘是否已连接。</translation>
    </message>
    <message>
        <source>The file {0} may not be opened by you. Change its permissions, or choose another file.</source>
        <translation>您没有打开文件 {0} 的权限。请更改其权限，或选择其他文件。</translation>
    </message>
    <message>
        <source>{0} is a folder. Choose a file.</source>
        <translation>{0} 是文件夹。请选择文件。</translation>
    </message>
    <message>
        <source>{0} is a device or a pipe. Choose an ordinary file.</source>
        <translation>{0} 是设备或管道。请选择普通文件。</translation>
    </message>
    <message>
        <source>The file {0} cannot be opened: {1}. Try again, or choose another file.</source>
        <translation>无法打开文件 {0}：{1}。请重试，或选择其他文件。</translation>
    </message>
    <message>
        <source>The file {0} cannot be read: {1}. Check the disk that it is on, then try again.</source>
        <translation>无法读取文件 {0}：{1}。请检查其所在磁盘，然后重试。</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: {1}. Free some space on the disk, then try again.</source>
        <translation>无法写入文件 {0}：{1}。请腾出磁盘空间，然后重试。</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: {1}. Choose a disk or a limit that allows larger files, then try again.</source>
        <translation>无法写入文件 {0}：{1}。请选择允许更大文件的磁盘或放宽限制，然后重试。</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: {1}. Change the permissions of its folder, or choose another folder.</source>
        <translation>无法写入文件 {0}：{1}。请更改其所在文件夹的权限，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: its folder is not there. Make the folder, or choose another one.</source>
        <translation>无法写入文件 {0}：其所在文件夹不存在。请创建该文件夹，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: {1}. Choose another place, then try again.</source>
        <translation>无法写入文件 {0}：{1}。请选择其他位置，然后重试。</translation>
    </message>
    <message>
        <source>The file {0} is damaged at byte {1}. Make it again, or take it from a backup.</source>
        <translation>文件 {0} 在第 {1} 字节处损坏。请重新生成，或从备份中恢复。</translation>
    </message>
    <message>
        <source>The file {0} is not of this kind: {1}. Choose another file.</source>
        <translation>文件 {0} 的类型不符，需要的是：{1}。请选择其他文件。</translation>
    </message>
    <message>
        <source>The file {0} was made by a newer version of the program. Update the program to use it.</source>
        <translation>文件 {0} 由本程序的更新版本生成。请升级程序后使用。</translation>
    </message>
    <message>
        <source>The file {0} was made by an older version of the program. Make it again.</source>
        <translation>文件 {0} 由本程序的旧版本生成。请重新生成。</translation>
    </message>
    <message>
        <source>The file {0} is damaged: it has {1} bytes instead of {2}. Make it again, or take it from a backup.</source>
        <translation>文件 {0} 已损坏：它有 {1} 字节，而应有 {2} 字节。请重新生成，或从备份中恢复。</translation>
    </message>
    <message>
        <source>The file {0} is damaged in its section “{1}” (bytes {2} to {3}). Make it again, or take it from a backup.</source>
        <translation>文件 {0} 的“{1}”部分（第 {2} 至 {3} 字节）已损坏。请重新生成，或从备份中恢复。</translation>
    </message>
    <message>
        <source>The file {0} lacks its section “{1}”. Make it again, or take it from a backup.</source>
        <translation>文件 {0} 缺少“{1}”部分。请重新生成，或从备份中恢复。</translation>
    </message>
    <message>
        <source>The section “{1}” of the file {0} has {2} bytes, which is no multiple of {3}. Make the file again, or take it from a backup.</source>
        <translation>文件 {0} 的“{1}”部分有 {2} 字节，不是 {3} 的倍数。请重新生成该文件，或从备份中恢复。</translation>
    </message>
    <message>
        <source>“{0}” cannot name a section of a file: a name is used once and has 1 to {1} bytes.</source>
        <translation>“{0}”不能用作文件某部分的名称：名称只能使用一次，长度为 1 到 {1} 字节。</translation>
    </message>
    <message>
        <source>There is nothing to reply to. Write a message first.</source>
        <translation>没有可以回复的内容。请先写一条消息。</translation>
    </message>
    <message>
        <source>This model cannot begin a sentence: it has seen no text. Train it on a corpus with text, or choose another model.</source>
        <translation>此模型无法开始一个句子：它没有见过任何文本。请用含有文本的语料库训练它，或选择其他模型。</translation>
    </message>
    <message>
        <source>The file {0} is empty. Choose a file that contains text.</source>
        <translation>文件 {0} 是空的。请选择含有文本的文件。</translation>
    </message>
    <message>
        <source>The file {0} is not a text: {1}. Choose a file of plain text.</source>
        <translation>文件 {0} 不是文本：{1}。请选择纯文本文件。</translation>
    </message>
    <message>
        <source>The folder {0} has no text files. Choose a folder with plain text in it.</source>
        <translation>文件夹 {0} 中没有文本文件。请选择含有纯文本的文件夹。</translation>
    </message>
    <message>
        <source>The file {0} has changed since it was imported. Import it again.</source>
        <translation>文件 {0} 在导入之后被修改过。请重新导入。</translation>
    </message>
    <message>
        <source>Counting {0}</source>
        <translation>正在统计 {0}</translation>
    </message>
    <message>
        <source>The token cache {0} is damaged in its section “{1}”. Remove it; it is then made again.</source>
        <translation>词元缓存 {0} 的“{1}”部分已损坏。请删除它，之后会自动重新生成。</translation>
    </message>
    <message>
        <source>token cache</source>
        <translation>词元缓存</translation>
    </message>
    <message>
        <source>Encoding {0}</source>
        <translation>正在编码 {0}</translation>
    </message>
    <message>
        <source>There is no conversation number {0} in the library; it may have been deleted. Choose another.</source>
        <translation>资料库中没有编号为 {0} 的对话，它可能已被删除。请选择其他对话。</translation>
    </message>
    <message>
        <source>There is no message number {0} in the library; its conversation may have been deleted.</source>
        <translation>资料库中没有编号为 {0} 的消息，其所属对话可能已被删除。</translation>
    </message>
    <message>
        <source>There is no corpus number {0} in the library; it may have been removed. Choose another.</source>
        <translation>资料库中没有编号为 {0} 的语料库，它可能已被移除。请选择其他语料库。</translation>
    </message>
    <message>
        <source>The corpus {0} is still being imported. Wait until its tokens are counted.</source>
        <translation>语料库 {0} 仍在导入。请等待其词元统计完成。</translation>
    </message>
    <message>
        <source>The library&apos;s folder {0} cannot be made: {1}. Choose a folder that can be written.</source>
        <translation>无法创建资料库文件夹 {0}：{1}。请选择可以写入的文件夹。</translation>
    </message>
    <message>
        <source>The library {0} is damaged, and another program has it open. Close that program and start this one again.</source>
        <translation>资料库 {0} 已损坏，并且正被另一个程序打开。请关闭那个程序，然后重新启动本程序。</translation>
    </message>
    <message>
        <source>{0} is a database of another program. Choose another folder for the library.</source>
        <translation>{0} 是其他程序的数据库。请为资料库选择其他文件夹。</translation>
    </message>
    <message>
        <source>The library {0} was made by a newer version of Ngramophone (version {1}, layout {2}; this is version {3}, layout {4}). Install the newer version, or choose another folder for the library. Nothing was changed.</source>
        <translation>资料库 {0} 由更新版本的 Ngramophone 生成（版本 {1}，结构 {2}；当前版本 {3}，结构 {4}）。请安装更新版本，或为资料库选择其他文件夹。未作任何更改。</translation>
    </message>
    <message>
        <source>The library&apos;s database was damaged. It was set aside as {0}, with its files in {1}, and an empty library was begun. Your own text files are untouched.</source>
        <translation>资料库的数据库已损坏。它已另存为 {0}，其文件位于 {1}，并已新建空的资料库。您自己的文本文件没有受到影响。</translation>
    </message>
    <message>
        <source>The library {0} is damaged ({1}). Close every program that uses it and start again: it will then be checked and, if need be, set aside.</source>
        <translation>资料库 {0} 已损坏（{1}）。请关闭所有使用它的程序后重新启动：届时会进行检查，必要时将其另存。</translation>
    </message>
    <message>
        <source>The library {0} is kept busy by another program. Try again in a moment.</source>
        <translation>资料库 {0} 正被另一个程序占用。请稍后再试。</translation>
    </message>
    <message>
        <source>The library {0} cannot be written: {1}. Make room on the disk or allow writing there; what was stored before is kept.</source>
        <translation>无法写入资料库 {0}：{1}。请腾出磁盘空间或允许写入；此前保存的内容不会丢失。</translation>
    </message>
    <message>
        <source>The library {0} refused: {1}.</source>
        <translation>资料库 {0} 拒绝了操作：{1}。</translation>
    </message>
    <message>
        <source>An entry of the library {0} cannot be read: {1}. Remove the entry, or restore a backup.</source>
        <translation>无法读取资料库 {0} 中的一个条目：{1}。请移除该条目，或恢复备份。</translation>
    </message>
    <message>
        <source>The library&apos;s folder {0} cannot be used: {1}. Allow writing there, or choose another folder.</source>
        <translation>无法使用资料库文件夹 {0}：{1}。请允许写入，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The name is empty. Give a name.</source>
        <translation>名称为空。请输入名称。</translation>
    </message>
    <message>
        <source>The lock file {0} cannot be used: {1}. Choose a library folder that can be written.</source>
        <translation>无法使用锁文件 {0}：{1}。请选择可以写入的资料库文件夹。</translation>
    </message>
    <message>
        <source>{0} is being worked on by another window or program. Wait until it is done, or stop it there.</source>
        <translation>{0} 正在另一个窗口或程序中处理。请等待其完成，或在那里停止。</translation>
    </message>
    <message>
        <source>token frequencies</source>
        <translation>词元频次</translation>
    </message>
    <message>
        <source>The token frequencies in {0} do not fit together. Import the corpus again.</source>
        <translation>{0} 中的词元频次互相矛盾。请重新导入语料库。</translation>
    </message>
    <message>
        <source>The library cannot be brought up to date, because its backup {0} cannot be written: {1}. Make room on the disk and start again.</source>
        <translation>资料库无法升级，因为其备份 {0} 无法写入：{1}。请腾出磁盘空间，然后重新启动。</translation>
    </message>
    <message>
        <source>There is no model {0} in the library. Those there are: {1}.</source>
        <translation>资料库中没有模型 {0}。现有模型：{1}。</translation>
    </message>
    <message>
        <source>The model {0} is still being trained. Stop its run before removing it.</source>
        <translation>模型 {0} 仍在训练。请先停止其训练运行，再移除它。</translation>
    </message>
    <message>
        <source>There is no run number {0} in the library. Those there are: {1}.</source>
        <translation>资料库中没有编号为 {0} 的训练运行。现有的是：{1}。</translation>
    </message>
    <message>
        <source>The run {0} is still going on. Stop it before removing it.</source>
        <translation>训练运行 {0} 仍在进行。请先停止，再移除它。</translation>
    </message>
    <message>
        <source>The run&apos;s folder {0} cannot be made: {1}. Allow writing there.</source>
        <translation>无法创建训练运行的文件夹 {0}：{1}。请允许在那里写入。</translation>
    </message>
    <message>
        <source>The temperature is {0}. Choose 0 or more.</source>
        <translation>温度为 {0}。请选择 0 或更大的值。</translation>
    </message>
    <message>
        <source>Top-p is {0}. Choose a number above 0, at most 1.</source>
        <translation>Top-p 为 {0}。请选择大于 0 且不超过 1 的数。</translation>
    </message>
    <message>
        <source>The length is 0 tokens. Choose 1 or more.</source>
        <translation>长度为 0 个词元。请选择 1 或更大的值。</translation>
    </message>
    <message>
        <source>Scoring {0}</source>
        <translation>正在为 {0} 评分</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>The checkpoint {0} is damaged in its part “{1}”. Train the model again, or put back a copy of the file.</source>
        <translation>检查点 {0} 的“{1}”部分已损坏。请重新训练模型，或恢复该文件的副本。</translation>
    </message>
    <message>
        <source>The file {0} is no JSON object. Save or download it again.</source>
        <translation>文件 {0} 不是 JSON 对象。请重新保存或下载。</translation>
    </message>
    <message>
        <source>The file {0} lacks the field “{1}”, or has something there that does not belong. Save or download it again.</source>
        <translation>文件 {0} 缺少字段“{1}”，或其内容不合规定。请重新保存或下载。</translation>
    </message>
    <message>
        <source>In the file {0} the field “{1}” is {2}, which is not supported. Choose a model without it.</source>
        <translation>文件 {0} 的字段“{1}”是 {2}，不受支持。请选择没有这一项的模型。</translation>
    </message>
    <message>
        <source>The file {0} describes a model of the type “{1}”. Those that can be imported are: {2}.</source>
        <translation>文件 {0} 描述的模型类型是“{1}”。可以导入的类型有：{2}。</translation>
    </message>
    <message>
        <source>The network that the file {0} describes is out of range. {1}</source>
        <translation>文件 {0} 描述的网络超出范围。{1}</translation>
    </message>
    <message>
        <source>The transformers library has no architecture with just the parts of this model ({0}). Those that can be exported are networks with the parts of: {1}.</source>
        <translation>transformers 库中没有与此模型（{0}）组成完全相同的架构。可以导出的是具有以下架构组成的网络：{1}。</translation>
    </message>
    <message>
        <source>Writing {0}</source>
        <translation>正在写入 {0}</translation>
    </message>
    <message>
        <source>The model in the folder {0} does not say which token {1}. Name it in its config.json or tokenizer_config.json.</source>
        <translation>文件夹 {0} 中的模型没有说明哪个词元{1}。请在其 config.json 或 tokenizer_config.json 中指明。</translation>
    </message>
    <message>
        <source>begins or ends a text</source>
        <translation>表示文本的开头或结尾</translation>
    </message>
    <message>
        <source>stands for hidden ones</source>
        <translation>代替被遮盖的词元</translation>
    </message>
    <message>
        <source>The tokenizer in the file {0} has a token of the number {1}, and the model knows {2} tokens. Save or download both again.</source>
        <translation>文件 {0} 中的分词器有编号为 {1} 的词元，而模型只知道 {2} 个词元。请重新保存或下载二者。</translation>
    </message>
    <message>
        <source>The file {0} does not say which files beside it hold the model. Download it again.</source>
        <translation>文件 {0} 没有说明旁边哪些文件存放模型。请重新下载。</translation>
    </message>
    <message>
        <source>The model in the folder {0} has no tensor “{1}”, which its config.json asks for. Save or download it again.</source>
        <translation>文件夹 {0} 中的模型没有其 config.json 要求的张量“{1}”。请重新保存或下载。</translation>
    </message>
    <message>
        <source>The tensor “{1}” in the file {0} has the shape {2}; its config.json asks for {3}. Save or download both again.</source>
        <translation>文件 {0} 中张量“{1}”的形状是 {2}，而其 config.json 要求 {3}。请重新保存或下载二者。</translation>
    </message>
    <message>
        <source>The file {0} has a tensor “{1}”, which has no place in a model of the type {2}. Choose a model without it.</source>
        <translation>文件 {0} 中有张量“{1}”，{2} 类型的模型中没有它的位置。请选择没有它的模型。</translation>
    </message>
    <message>
        <source>The file {0} is no sound safetensors file: {2} (at: {1}). Save or download it again.</source>
        <translation>文件 {0} 不是完好的 safetensors 文件：{2}（位置：{1}）。请重新保存或下载。</translation>
    </message>
    <message>
        <source>the type {0} is unknown</source>
        <translation>类型 {0} 未知</translation>
    </message>
    <message>
        <source>it became shorter while it was read</source>
        <translation>读取时文件变短了</translation>
    </message>
    <message>
        <source>it is shorter than its first number</source>
        <translation>文件比它的第一个数还短</translation>
    </message>
    <message>
        <source>its header would have {0} bytes, more than there are or may be</source>
        <translation>文件头应有 {0} 字节，超过了现有或允许的大小</translation>
    </message>
    <message>
        <source>its header cannot be read</source>
        <translation>无法读取文件头</translation>
    </message>
    <message>
        <source>the tensor lies beyond the file&apos;s end</source>
        <translation>张量超出文件末尾</translation>
    </message>
    <message>
        <source>the tensor does not begin where the one before ends</source>
        <translation>张量的开头不在前一个的末尾</translation>
    </message>
    <message>
        <source>the tensor&apos;s size does not fit its shape</source>
        <translation>张量的大小与形状不符</translation>
    </message>
    <message>
        <source>more bytes follow than its tensors have</source>
        <translation>张量之后还有多余的字节</translation>
    </message>
    <message>
        <source>the tensor has numbers that are not finite</source>
        <translation>张量中有非有限的数</translation>
    </message>
    <message>
        <source>The tensor {1} in the file {0} has numbers of the type {2}. Save it as F32, F16 or BF16.</source>
        <translation>文件 {0} 中张量 {1} 的数为 {2} 类型。请将其保存为 F32、F16 或 BF16。</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s pattern “{0}” cannot be applied to this text ({1}). Choose a model with another tokenizer.</source>
        <translation>分词器的模式“{0}”无法应用于此文本（{1}）。请选择使用其他分词器的模型。</translation>
    </message>
    <message>
        <source>The file {0} gives the token “{1}” the number {2}, which is out of range or another token&apos;s. Save or download it again.</source>
        <translation>文件 {0} 给词元“{1}”的编号是 {2}，它超出范围或属于另一个词元。请重新保存或下载。</translation>
    </message>
    <message>
        <source>The file {0} cannot be read as a tokenizer: {1}. Save or download it again.</source>
        <translation>无法将文件 {0} 读作分词器：{1}。请重新保存或下载。</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s pattern “{0}” is no regular expression that is understood here ({1}). Choose a model with another tokenizer.</source>
        <translation>分词器的模式“{0}”不是这里能理解的正则表达式（{1}）。请选择使用其他分词器的模型。</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s merge “{0}” is not of two pieces that are there before it. Save or download the tokenizer again.</source>
        <translation>分词器的合并“{0}”不是由之前已有的两个片段组成。请重新保存或下载分词器。</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>Embedding size</source>
        <translation>嵌入维数</translation>
    </message>
    <message>
        <source>Hidden width</source>
        <translation>隐藏层宽度</translation>
    </message>
    <message>
        <source>Direct connections</source>
        <translation>直接连接</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Steps trained</source>
        <translation>已训练步数</translation>
    </message>
    <message>
        <source>The text is too short to learn from: {0} tokens, of which {1} are kept for validation. Choose a longer text or a smaller share.</source>
        <translation>文本太短，无法学习：共 {0} 个词元，其中 {1} 个留作验证。请选择更长的文本，或减小验证集占比。</translation>
    </message>
    <message>
        <source>The neural module was not found. It was looked for at {0}. Install the program again, or name the module in NGRAMOPHONE_NEURAL_MODULE.</source>
        <translation>找不到神经模块，查找位置：{0}。请重新安装本程序，或用 NGRAMOPHONE_NEURAL_MODULE 指定该模块。</translation>
    </message>
    <message>
        <source>The BLAS {0} that NGRAMOPHONE_BLAS names cannot be opened: {1}. Name another libblas.so.3, or &quot;default&quot; for the system&apos;s own.</source>
        <translation>无法打开 NGRAMOPHONE_BLAS 指定的 BLAS 库 {0}：{1}。请指定另一个 libblas.so.3，或用 &quot;default&quot; 使用系统自带的库。</translation>
    </message>
    <message>
        <source>The neural module {0} cannot be loaded: {1}. Neural models need LibTorch: see that it is installed completely.</source>
        <translation>无法加载神经模块 {0}：{1}。神经模型需要 LibTorch：请检查它是否安装完整。</translation>
    </message>
    <message>
        <source>The neural module {0} belongs to another version of the program. Install the program again.</source>
        <translation>神经模块 {0} 属于本程序的其他版本。请重新安装本程序。</translation>
    </message>
    <message>
        <source>Training this network needs about {0} MB of memory, and {1} MB are free. Choose a smaller network, batch or vocabulary.</source>
        <translation>训练此网络约需 {0} MB 内存，而可用内存为 {1} MB。请选择更小的网络、批大小或词表。</translation>
    </message>
    <message>
        <source>LibTorch cannot go on: {0}. Where it says that memory is lacking, choose a smaller network, batch or vocabulary.</source>
        <translation>LibTorch 无法继续：{0}。如果提示内存不足，请选择更小的网络、批大小或词表。</translation>
    </message>
    <message>
        <source>The loss is no finite number at step {0}, before the first checkpoint. Try a smaller learning rate.</source>
        <translation>第 {0} 步的损失不是有限数，此时还没有检查点。请尝试更小的学习率。</translation>
    </message>
    <message>
        <source>The loss is no finite number at step {0}. The last good checkpoint, of step {1}, was kept. Try a smaller learning rate.</source>
        <translation>第 {0} 步的损失不是有限数。第 {1} 步的最后一个完好检查点已保留。请尝试更小的学习率。</translation>
    </message>
    <message>
        <source>The model {0} is another network than the one to train. Train it with the network that it has.</source>
        <translation>模型 {0} 与要训练的网络不同。请用它自己的网络训练。</translation>
    </message>
    <message>
        <source>The text has more than 4 billion different n-grams, too many for one model. Choose a lower order or a smaller vocabulary.</source>
        <translation>文本中不同的 N 元语法超过 40 亿个，一个模型容纳不下。请选择更低的阶或更小的词表。</translation>
    </message>
    <message>
        <source>The n-gram model {0} is damaged: {1} does not fit the rest. Remove the model and train it again.</source>
        <translation>N 元模型 {0} 已损坏：{1} 与其余部分不符。请移除该模型并重新训练。</translation>
    </message>
    <message>
        <source>There is no estimator called &quot;{0}&quot;. Choose one of: {1}.</source>
        <translation>没有名为“{0}”的估计方法。请从以下方法中选择：{1}。</translation>
    </message>
    <message>
        <source>k is {0}. Choose a number above 0.</source>
        <translation>k 为 {0}。请选择大于 0 的数。</translation>
    </message>
    <message>
        <source>A model of order 1 has no bigrams. Train one of order 2 or more to see the matrix.</source>
        <translation>1 阶模型没有二元语法。请训练一个 2 阶或更高阶的模型来查看矩阵。</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>阶</translation>
    </message>
    <message>
        <source>Estimator</source>
        <translation>估计方法</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>句子数</translation>
    </message>
    <message>
        <source>{0}-grams</source>
        <translation>{0} 元语法</translation>
    </message>
    <message>
        <source>n-gram model</source>
        <translation>N 元模型</translation>
    </message>
    <message>
        <source>This model has more than 4 billion n-grams, too many for one table. Train one of lower order.</source>
        <translation>此模型的 N 元语法超过 40 亿个，一张表容纳不下。请训练一个更低阶的模型。</translation>
    </message>
    <message>
        <source>The table has no such row.</source>
        <translation>表中没有这一行。</translation>
    </message>
    <message>
        <source>Counting n-grams</source>
        <translation>正在统计 N 元语法</translation>
    </message>
    <message>
        <source>The stored tokens do not belong to this tokenizer (token {0} of {1} entries). Import the corpus again.</source>
        <translation>保存的词元不属于此分词器（词元 {0}，词表共 {1} 项）。请重新导入语料库。</translation>
    </message>
    <message>
        <source>The order is {0}. Choose one from 1 to {1}.</source>
        <translation>阶为 {0}。请选择 1 到 {1} 之间的值。</translation>
    </message>
    <message>
        <source>Writing the counts</source>
        <translation>正在写入计数</translation>
    </message>
    <message>
        <source>Nothing to import. Choose a text file or a folder.</source>
        <translation>没有可导入的内容。请选择文本文件或文件夹。</translation>
    </message>
    <message>
        <source>Looking for text files</source>
        <translation>正在查找文本文件</translation>
    </message>
    <message>
        <source>What the library says of the model {0} cannot be read: {1}. Remove the model and train it again.</source>
        <translation>无法读取资料库中模型 {0} 的记录：{1}。请移除该模型并重新训练。</translation>
    </message>
    <message>
        <source>The model {0} is not an n-gram model. Choose an n-gram model.</source>
        <translation>模型 {0} 不是 N 元模型。请选择 N 元模型。</translation>
    </message>
    <message>
        <source>The model {0} is no neural network. Choose one that is.</source>
        <translation>模型 {0} 不是神经网络。请选择一个神经网络。</translation>
    </message>
    <message>
        <source>The corpus {0} is still being imported. Wait until it is ready.</source>
        <translation>语料库 {0} 仍在导入。请等待其就绪。</translation>
    </message>
    <message>
        <source>No corpus is chosen. Choose one, or import a text file.</source>
        <translation>没有选择语料库。请选择一个，或导入文本文件。</translation>
    </message>
    <message>
        <source>The chosen corpora hold no tokens. Choose one that contains text.</source>
        <translation>所选语料库中没有词元。请选择含有文本的语料库。</translation>
    </message>
    <message>
        <source>The tokens of this run are gone and its corpora have been changed or removed since, so that it cannot go on. Start a new run.</source>
        <translation>此训练运行的词元已不存在，而且其语料库此后被修改或移除，因此无法继续。请开始新的训练运行。</translation>
    </message>
    <message>
        <source>Loading LibTorch</source>
        <translation>正在加载 LibTorch</translation>
    </message>
    <message>
        <source>The run {0} is still going on in this or another program. Stop it there first.</source>
        <translation>训练运行 {0} 仍在本程序或其他程序中进行。请先在那里停止。</translation>
    </message>
    <message>
        <source>The run {0} has no checkpoint to go on from. Start a new run.</source>
        <translation>训练运行 {0} 没有可以继续的检查点。请开始新的训练运行。</translation>
    </message>
    <message>
        <source>The run {0} has taken its {1} steps already. Ask for more steps than that to go on.</source>
        <translation>训练运行 {0} 已完成全部 {1} 步。要继续，请设定更多步数。</translation>
    </message>
    <message>
        <source>The order is {0}. Choose an order from 1 to {1}.</source>
        <translation>阶为 {0}。请选择 1 到 {1} 之间的阶。</translation>
    </message>
    <message>
        <source>it is a {0} file</source>
        <translation>它是 {0} 文件</translation>
    </message>
    <message>
        <source>it has {0} zero bytes among its first {1} bytes</source>
        <translation>在前 {1} 个字节中有 {0} 个零字节</translation>
    </message>
    <message>
        <source>it has {0} control characters among its first {1} bytes</source>
        <translation>在前 {1} 个字节中有 {0} 个控制字符</translation>
    </message>
    <message>
        <source>There is no encoding “{0}”. Choose one of: {1}.</source>
        <translation>没有名为“{0}”的编码。请从以下编码中选择：{1}。</translation>
    </message>
    <message>
        <source>The Unicode library (ICU) failed: {0}. Check that its data is installed.</source>
        <translation>Unicode 库（ICU）出错：{0}。请检查其数据是否已安装。</translation>
    </message>
    <message>
        <source>The tokenizer in the file {0} is damaged in its section “{1}”. Make the file again, or take it from a backup.</source>
        <translation>文件 {0} 中分词器的“{1}”部分已损坏。请重新生成该文件，或从备份中恢复。</translation>
    </message>
    <message>
        <source>There is no tokenizer “{0}”. Choose one of: {1}.</source>
        <translation>没有名为“{0}”的分词器。请从以下分词器中选择：{1}。</translation>
    </message>
    <message>
        <source>There is no sentence unit “{0}”. Choose one of: {1}.</source>
        <translation>没有名为“{0}”的句子单位。请从以下单位中选择：{1}。</translation>
    </message>
    <message>
        <source>The vocabulary has too many tokens: {0}. Cut it by size or by minimum count.</source>
        <translation>词表中的词元过多：{0} 个。请按大小或最小计数截断词表。</translation>
    </message>
    <message>
        <source>The vocabulary has the token “{0}” twice. Make it again, or remove one of them.</source>
        <translation>词表中词元“{0}”出现了两次。请重新生成词表，或移除其中一个。</translation>
    </message>
    <message>
        <source>The {3} is {0}. Choose a value from {1} to {2}.</source>
        <translation>{3}为 {0}。请选择 {1} 到 {2} 之间的值。</translation>
    </message>
    <message>
        <source>context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>embedding size</source>
        <translation>嵌入维数</translation>
    </message>
    <message>
        <source>hidden width</source>
        <translation>隐藏层宽度</translation>
    </message>
    <message>
        <source>number of steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>validation share</source>
        <translation>验证集占比</translation>
    </message>
    <message>
        <source>validation interval</source>
        <translation>验证间隔</translation>
    </message>
    <message>
        <source>checkpoint interval</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>number of threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>(C(history, next) + k) / (C(history) + k V)</source>
        <translation>(C(历史, 后继) + k) / (C(历史) + k V)</translation>
    </message>
    <message>
        <source>C(history, next) / C(history)</source>
        <translation>C(历史, 后继) / C(历史)</translation>
    </message>
    <message>
        <source>Discount, order {0}</source>
        <translation>{0} 元的折扣</translation>
    </message>
    <message>
        <source>Discount, order {0} (fall-back: too few counts)</source>
        <translation>{0} 元的折扣（计数太少，用后备值）</translation>
    </message>
    <message>
        <source>No distribution: the scores do not sum to 1. α</source>
        <translation>不是概率分布：得分之和不为 1。α</translation>
    </message>
    <message>
        <source>A model by {0} has no back-off weights, which ARPA asks for. Train one with another estimator, Witten-Bell or modified Kneser-Ney, say.</source>
        <translation>用 {0} 估计的模型没有 ARPA 所需的回退权重。请用其他估计方法训练，例如 Witten-Bell 或修正 Kneser-Ney。</translation>
    </message>
    <message>
        <source>ARPA separates tokens by spaces and has its own &lt;s&gt;, &lt;/s&gt; and &lt;unk&gt;, so that it cannot hold the token “{0}”. Train the model on words or white-space tokens.</source>
        <translation>ARPA 用空格分隔词元，并有自己的 &lt;s&gt;、&lt;/s&gt; 和 &lt;unk&gt;，因此无法容纳词元“{0}”。请用单词或空白分词来训练模型。</translation>
    </message>
    <message>
        <source>Writing {0}-grams</source>
        <translation>正在写出 {0} 元组</translation>
    </message>
    <message>
        <source>Counting what stands before</source>
        <translation>正在统计前接词</translation>
    </message>
    <message>
        <source>The vocabulary&apos;s parts do not fit together. Make it again.</source>
        <translation>正在统计前面的词元</translation>
    </message>
    <message>
        <source>corpus index</source>
        <translation>语料库索引</translation>
    </message>
    <message>
        <source>The corpus index {0} was made from other tokens. Index the corpus again.</source>
        <translation>语料库索引 {0} 由其他词元生成。请重新为语料库建立索引。</translation>
    </message>
    <message>
        <source>The corpus has {0} tokens; at most {1} can be indexed. Choose a smaller corpus, or longer tokens.</source>
        <translation>语料库有 {0} 个词元，最多只能为 {1} 个建立索引。请选择更小的语料库或更长的词元。</translation>
    </message>
    <message>
        <source>Sorting the places of the text</source>
        <translation>正在为文本的各个位置排序</translation>
    </message>
    <message>
        <source>Waiting for another program that does the same</source>
        <translation>正在等待做同一件事的另一个程序</translation>
    </message>
    <message>
        <source>The model {0} does not know the text it was made from. Choose a model that was trained here.</source>
        <translation>模型 {0} 没有记录它所用的训练文本。请选择在此处训练的模型。</translation>
    </message>
    <message>
        <source>The interpolation weights do not fit the model&apos;s order, or are not between 0 and 1. Train the model again.</source>
        <translation>插值权重与模型的阶数不符，或不在 0 与 1 之间。请重新训练模型。</translation>
    </message>
    <message>
        <source>Interpolation weights, order {0}, by the history&apos;s count (1, 2–3, 4–7, …)</source>
        <translation>{0} 阶插值权重，按历史的计数分组（1、2–3、4–7……）</translation>
    </message>
    <message>
        <source>The file {0} cannot be written: {1}. Make room on the disk, or allow writing to the folder.</source>
        <translation>无法写入文件 {0}：{1}。请在磁盘上腾出空间，或允许写入该文件夹。</translation>
    </message>
    <message>
        <source>The compressed file {0} breaks off behind line {1}. Copy or make it again.</source>
        <translation>压缩文件 {0} 在第 {1} 行之后中断。请重新复制或重新生成。</translation>
    </message>
    <message>
        <source>The compressed file {0} is damaged behind line {1}. Copy or make it again.</source>
        <translation>压缩文件 {0} 在第 {1} 行之后已损坏。请重新复制或重新生成。</translation>
    </message>
    <message>
        <source>The file {0} has no end of line for long behind line {1}. Choose a file of lines.</source>
        <translation>文件 {0} 在第 {1} 行之后很长一段没有换行。请选择按行书写的文件。</translation>
    </message>
    <message>
        <source>{0} is {1}. Choose a number from 0 to 1.</source>
        <translation>{0} 为 {1}。请选择 0 到 1 之间的数。</translation>
    </message>
    <message>
        <source>The estimator {0} has no discounts. Choose absolute, kneser-ney or modified-kneser-ney to set them.</source>
        <translation>估计方法 {0} 没有折扣。要设定折扣，请选择 absolute、kneser-ney 或 modified-kneser-ney。</translation>
    </message>
    <message>
        <source>The estimator {0} takes {1} discounts for an order, not {2}: D for absolute and kneser-ney, D1, D2 and D3+ for modified-kneser-ney.</source>
        <translation>估计方法 {0} 每一阶要 {1} 个折扣，而不是 {2} 个：absolute 和 kneser-ney 用 D，modified-kneser-ney 用 D1、D2 和 D3+。</translation>
    </message>
    <message>
        <source>A discount of {0} cannot be taken from a count of {1}. Choose a number from 0 to {1}.</source>
        <translation>不能从计数 {1} 中减去折扣 {0}。请选择 0 到 {1} 之间的数。</translation>
    </message>
    <message>
        <source>The estimator {0} has no λ. Choose jelinek-mercer to set one.</source>
        <translation>估计方法 {0} 没有 λ。要设定 λ，请选择 jelinek-mercer。</translation>
    </message>
    <message>
        <source>There are discounts for {0} orders, but the model has order {1}. Give one set for all orders, or one for each.</source>
        <translation>给出了 {0} 阶的折扣，而模型为 {1} 阶。请给出一组用于所有阶，或每阶一组。</translation>
    </message>
    <message>
        <source>Interpolation weight of every history (set by hand)</source>
        <translation>所有历史的插值权重（手动设定）</translation>
    </message>
    <message>
        <source>Discount, order {0} (set by hand)</source>
        <translation>{0} 元的折扣（手动设定）</translation>
    </message>
    <message>
        <source>The two models cut text into tokens in different ways ({0} and {1}), so that they cannot be mixed. Choose two with the same tokenizer.</source>
        <translation>两个模型的分词方式不同（{0} 和 {1}），无法混合。请选择分词器相同的两个模型。</translation>
    </message>
    <message>
        <source>The weight of the first model is {0}. Choose one from 0 to 1.</source>
        <translation>第一个模型的权重是 {0}。请选择 0 到 1 之间的数。</translation>
    </message>
    <message>
        <source>First model</source>
        <translation>第一个模型</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>第二个模型</translation>
    </message>
    <message>
        <source>Weight of the first, λ</source>
        <translation>第一个模型的权重 λ</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>正在读取 {0}</translation>
    </message>
    <message>
        <source>{0}, line {1}: the file ends before \end\. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：文件在 \end\ 之前就结束了。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: “{2}” is no number. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：“{2}”不是数。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: the logarithm {2} is of a probability above 1. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：对数 {2} 对应的概率大于 1。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: \data\ is missing. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：缺少 \data\。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: “ngram {2}=NUMBER” is expected here. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：这里应为“ngram {2}=数目”。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: the order is above {2}, the highest there is. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：阶数超过了最高的 {2}。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: more than {2} n-grams of one length. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：同一长度的 n 元组超过 {2} 个。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: “ngram 1=NUMBER” is expected here. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：这里应为“ngram 1=数目”。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: \{2}-grams: is expected here; the header announces another number of n-grams than there are. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：这里应为 \{2}-grams:；文件头所写的 n 元组数目与实际不符。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: an n-gram of {2} tokens is expected here. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：这里应为含 {2} 个词元的 n 元组。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: \end\ is expected here; the header announces another number of n-grams than there are. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：这里应为 \end\；文件头所写的 n 元组数目与实际不符。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: the token “{2}” is no unigram of the file. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：词元“{2}”不在该文件的一元组中。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{0}, line {1}: the n-gram “{2}” stands there twice. Correct that line, or make the file again.</source>
        <translation>{0} 第 {1} 行：n 元组“{2}”出现了两次。请改正这一行，或重新生成该文件。</translation>
    </message>
    <message>
        <source>back-off table</source>
        <translation>回退表</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>The count in line {1} of the file {0} is “{2}”, which is no whole number from 0 to {3}. Correct the line, or leave it out.</source>
        <translation>文件 {0} 第 {1} 行的计数是“{2}”，不是 0 到 {3} 之间的整数。请改正或删去这一行。</translation>
    </message>
    <message>
        <source>Reading counts</source>
        <translation>正在读取计数</translation>
    </message>
    <message>
        <source>Line {1} of the file {0} is no text in UTF-8. Convert the file to UTF-8, or correct the line.</source>
        <translation>文件 {0} 第 {1} 行不是 UTF-8 文本。请把文件转换为 UTF-8，或改正这一行。</translation>
    </message>
    <message>
        <source>Line {1} of the file {0} has no tab. A line of counts is words with spaces between, a tab, and a number: choose a file of such lines.</source>
        <translation>文件 {0} 第 {1} 行没有制表符。计数行由空格分隔的词、制表符和一个数组成：请选择由这样的行组成的文件。</translation>
    </message>
    <message>
        <source>Line {1} of the file {0} has a count and no words before it. Correct the line, or leave it out.</source>
        <translation>文件 {0} 第 {1} 行只有计数，前面没有词。请改正或删去这一行。</translation>
    </message>
    <message>
        <source>Line {1} of the file {0} has more than {2} words. Leave n-grams of more words out.</source>
        <translation>文件 {0} 第 {1} 行的词超过 {2} 个。请删去更长的 n 元组。</translation>
    </message>
    <message>
        <source>In line {1} of the file {0} stands &lt;s&gt; after the first word, or &lt;/s&gt; before the last. Count each sentence alone, with one &lt;s&gt; before it and one &lt;/s&gt; behind it.</source>
        <translation>文件 {0} 第 {1} 行中 &lt;s&gt; 不在第一个词处，或 &lt;/s&gt; 不在最后一个词处。请逐句计数，每句之前有一个 &lt;s&gt;，之后有一个 &lt;/s&gt;。</translation>
    </message>
    <message>
        <source>The counts up to line {1} of the file {0} add up to more than {2}. Import fewer files at once.</source>
        <translation>到文件 {0} 第 {1} 行为止，计数之和超过 {2}。请一次少导入一些文件。</translation>
    </message>
    <message>
        <source>This model is a table of probabilities, imported or pruned, without the counts that this needs. Choose a model that was trained here.</source>
        <translation>该模型是导入或剪枝得到的概率表，没有这里所需的计数。请选择在本程序中训练的模型。</translation>
    </message>
    <message>
        <source>A model by {0} cannot be pruned: it has no distribution with back-off weights. Choose a model by another estimator, Witten-Bell or modified Kneser-Ney, say.</source>
        <translation>用 {0} 估计的模型无法剪枝：它没有带回退权重的分布。请选择用其他估计方法（例如 Witten-Bell 或修正 Kneser-Ney）的模型。</translation>
    </message>
    <message>
        <source>The threshold of entropy pruning is below 0. Choose a small number such as 1e-8.</source>
        <translation>熵剪枝的阈值小于 0。请选择较小的正数，例如 1e-8。</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>正在剪枝</translation>
    </message>
    <message>
        <source>“{0}” is no list of counts. Give one count for each order, such as 0,0,1.</source>
        <translation>“{0}”不是计数列表。请为每一阶给出一个计数，例如 0,0,1。</translation>
    </message>
    <message>
        <source>There is no n-gram with a count in {0}. Choose files of lines that are words, a tab, and a number.</source>
        <translation>{0} 中没有带计数的 n 元组。请选择每行由词、制表符和数组成的文件。</translation>
    </message>
    <message>
        <source>Sorting n-grams</source>
        <translation>正在排序 n 元组</translation>
    </message>
    <message>
        <source>The files have more than 4 billion different n-grams of one length, too many for one model. Leave out rare or long ones.</source>
        <translation>文件中同一长度的不同 n 元组超过 40 亿个，一个模型容纳不下。请去掉罕见的或较长的 n 元组。</translation>
    </message>
    <message>
        <source>No file of counts is chosen. Choose one or more.</source>
        <translation>没有选择计数文件。请选择一个或多个。</translation>
    </message>
    <message>
        <source>What the library says of the model {0} cannot be read: {1}. Remove the model and mix it again.</source>
        <translation>资料库中关于模型 {0} 的说明无法读取：{1}。请删除该模型并重新混合。</translation>
    </message>
    <message>
        <source>The model {0} mixes two models, and one of them was deleted. Delete it too, or train that model and mix them again.</source>
        <translation>模型 {0} 由两个模型混合而成，其中一个已被删除。请把它也删除，或重新训练那个模型再混合。</translation>
    </message>
    <message>
        <source>a number set by hand, the same everywhere</source>
        <translation>手工设定的数，处处相同</translation>
    </message>
    <message>
        <source>set by hand</source>
        <translation>手工设定</translation>
    </message>
    <message>
        <source>the fall-back: without n-grams of count 1 and of count 2 there is no estimate</source>
        <translation>后备值：没有计数为 1 和计数为 2 的 n 元组就无法估计</translation>
    </message>
    <message>
        <source>the fall-back: the numbers of n-grams of counts 1 to 4 give no estimate</source>
        <translation>后备值：计数为 1 至 4 的 n 元组的个数给不出估计</translation>
    </message>
    <message>
        <source>estimated for all histories of this length that were followed {0} times or more</source>
        <translation>对所有这一长度、后接 {0} 次或更多次的历史一同估计</translation>
    </message>
    <message>
        <source>estimated for all histories of this length that were followed {0} to {1} times</source>
        <translation>对所有这一长度、后接 {0} 至 {1} 次的历史一同估计</translation>
    </message>
    <message>
        <source>counts above {0} are kept whole</source>
        <translation>大于 {0} 的计数原样保留</translation>
    </message>
    <message>
        <source>the fall-back: the numbers of n-grams of each count give no estimate</source>
        <translation>后备值：各计数的 n 元组的个数给不出估计</translation>
    </message>
    <message>
        <source>entries of the vocabulary, all but &lt;s&gt;</source>
        <translation>词表的条目，&lt;s&gt; 除外</translation>
    </message>
    <message>
        <source>order of a table&apos;s rows</source>
        <translation>表格各行的次序</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活率</translation>
    </message>
    <message>
        <source>There is no {2} “{0}”. Choose one of: {1}.</source>
        <translation>没有名为“{0}”的{2}。请从以下选项中选择：{1}。</translation>
    </message>
    <message>
        <source>optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>number of layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>dropout</source>
        <translation>随机失活率</translation>
    </message>
    <message>
        <source>epsilon of the norms</source>
        <translation>归一化的 ε</translation>
    </message>
    <message>
        <source>base of the rotary positions</source>
        <translation>旋转位置的底数</translation>
    </message>
    <message>
        <source>number of batches in a step</source>
        <translation>每步的批次数</translation>
    </message>
    <message>
        <source>number of warm-up steps</source>
        <translation>预热步数</translation>
    </message>
    <message>
        <source>last step&apos;s share of the learning rate</source>
        <translation>最后一步占学习率的比例</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>gradient&apos;s norm at most</source>
        <translation>梯度范数上限</translation>
    </message>
    <message>
        <source>sample interval</source>
        <translation>采样间隔</translation>
    </message>
    <message>
        <source>length of a sample</source>
        <translation>样本长度</translation>
    </message>
    <message>
        <source>There is no architecture “{0}”. Choose one of: {1}.</source>
        <translation>没有名为“{0}”的架构。请从以下选项中选择：{1}。</translation>
    </message>
    <message>
        <source>{0} heads cannot share {1} keys and values evenly. Choose a number of key-value heads that divides them.</source>
        <translation>{0} 个头无法平均共享 {1} 组键和值。请选择能整除头数的键值头数。</translation>
    </message>
    <message>
        <source>Rotary positions turn pairs of numbers, and the width of what they turn is {0}. Choose an even one.</source>
        <translation>旋转位置编码成对旋转数值，而被旋转的宽度为 {0}。请选择偶数。</translation>
    </message>
    <message>
        <source>Latent attention has rotary positions only. Choose the position rotary.</source>
        <translation>潜在注意力只能使用旋转位置编码。请将位置编码设为 rotary。</translation>
    </message>
    <message>
        <source>Parallel blocks have one norm, before both parts. Choose the norm&apos;s place before.</source>
        <translation>并行块只有一个归一化，位于两部分之前。请将归一化位置设为 before。</translation>
    </message>
    <message>
        <source>number of experts chosen</source>
        <translation>选中的专家数</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>number of heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>width of a head</source>
        <translation>每个头的宽度</translation>
    </message>
    <message>
        <source>number of key-value heads</source>
        <translation>键值头数</translation>
    </message>
    <message>
        <source>inner width</source>
        <translation>内部宽度</translation>
    </message>
    <message>
        <source>number of experts</source>
        <translation>专家数</translation>
    </message>
    <message>
        <source>number of shared experts</source>
        <translation>共享专家数</translation>
    </message>
    <message>
        <source>balance loss</source>
        <translation>均衡损失</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>kind of transformer</source>
        <translation>Transformer 类型</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>place of the norm</source>
        <translation>归一化位置</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位置编码</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>feed-forward</source>
        <translation>前馈层</translation>
    </message>
    <message>
        <source>The samples cannot be written to {0}: {1}. Make room there.</source>
        <translation>无法将样本写入 {0}：{1}。请在该处腾出空间。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Key-value heads</source>
        <translation>键值头数</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置编码</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Place of the norm</source>
        <translation>归一化位置</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>前馈层</translation>
    </message>
    <message>
        <source>Inner width</source>
        <translation>内部宽度</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>Parallel blocks</source>
        <translation>并行块</translation>
    </message>
    <message>
        <source>Tied output</source>
        <translation>共享输出权重</translation>
    </message>
    <message>
        <source>Scored by</source>
        <translation>评分方式</translation>
    </message>
    <message>
        <source>pseudo-perplexity</source>
        <translation>伪困惑度</translation>
    </message>
    <message>
        <source>A transformer with segments cannot be trained yet. Choose one without.</source>
        <translation>尚不能训练带片段的 Transformer。请选择不带片段的。</translation>
    </message>
    <message>
        <source>A transformer of the kind {0} has no objective “{1}”. Choose one of: {2}.</source>
        <translation>类型为 {0} 的 Transformer 没有训练目标“{1}”。请选择其一：{2}。</translation>
    </message>
    <message>
        <source>A decoder that reads what an encoder made cannot have parallel blocks. Choose serial ones.</source>
        <translation>读取编码器输出的解码器不能使用并行块。请选择串行块。</translation>
    </message>
    <message>
        <source>Rotary positions in two dimensions turn two pairs of numbers at a time, and the width of what they turn is {0}. Choose a multiple of 4.</source>
        <translation>二维旋转位置编码每次旋转两对数，而被旋转部分的宽度为 {0}。请选择 4 的倍数。</translation>
    </message>
    <message>
        <source>objective</source>
        <translation>训练目标</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>训练目标</translation>
    </message>
    <message>
        <source>Decoder layers</source>
        <translation>解码器层数</translation>
    </message>
    <message>
        <source>number of decoder layers</source>
        <translation>解码器层数</translation>
    </message>
    <message>
        <source>Exporting metrics</source>
        <translation>正在导出指标</translation>
    </message>
    <message>
        <source>The folder {0} cannot be made: {1}. Choose another place.</source>
        <translation>无法创建文件夹 {0}：{1}。请选择其他位置。</translation>
    </message>
    <message>
        <source>lowest learning rate</source>
        <translation>最低学习率</translation>
    </message>
    <message>
        <source>highest learning rate</source>
        <translation>最高学习率</translation>
    </message>
    <message>
        <source>patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>least improvement</source>
        <translation>最小改进</translation>
    </message>
    <message>
        <source>Early stopping needs validation: keep a share of the text apart, or set the patience to 0.</source>
        <translation>提前停止需要验证：请留出一部分文本，或将耐心设为 0。</translation>
    </message>
    <message>
        <source>Trying the learning rate {0}</source>
        <translation>正在尝试学习率 {0}</translation>
    </message>
    <message>
        <source>The run {0} kept no best checkpoint. Begin with its last one.</source>
        <translation>训练 {0} 没有保留最佳检查点。请从它的最后一个检查点开始。</translation>
    </message>
    <message>
        <source>The run {0} has no checkpoint to begin with. Choose another.</source>
        <translation>训练 {0} 没有可以开始的检查点。请选择另一个。</translation>
    </message>
    <message>
        <source>Line {1} of {0} has a message whose role is not system, user or assistant. Give it one of these.</source>
        <translation>{0} 的第 {1} 行有一条消息的 role 不是 system、user 或 assistant。请使用其中之一。</translation>
    </message>
    <message>
        <source>Line {1} of {0} has a reply without messages. Give it its text.</source>
        <translation>{0} 的第 {1} 行有一条没有消息的回复。请给出其文本。</translation>
    </message>
    <message>
        <source>In line {1} of {0} there is no message of the assistant to learn from. Add one, or leave the line out.</source>
        <translation>{0} 的第 {1} 行没有可供学习的 assistant 消息。请添加一条，或去掉该行。</translation>
    </message>
    <message>
        <source>Line {1} of {0} is no JSON. Write one object on each line.</source>
        <translation>{0} 的第 {1} 行不是 JSON。请在每行写一个对象。</translation>
    </message>
    <message>
        <source>Line {1} of {0} has not what is expected there: “messages” with “role” and “content”, or “prompt”, “chosen” and “rejected”. Write it in one of these forms.</source>
        <translation>{0} 的第 {1} 行缺少应有的内容：带“role”和“content”的“messages”，或“prompt”、“chosen”和“rejected”。请按其中一种形式书写。</translation>
    </message>
    <message>
        <source>There is no line in {0}. Choose a file with conversations, one on each line.</source>
        <translation>{0} 中没有任何行。请选择每行一段对话的文件。</translation>
    </message>
    <message>
        <source>A cell that begins with a quotation mark in line {1} of {0} does not end. Close it, or double the marks that belong to the text.</source>
        <translation>{0} 第 {1} 行中以引号开头的单元格没有结束。请补上引号，或把属于文本的引号写成两个。</translation>
    </message>
    <message>
        <source>Text follows a quotation mark that closes a cell, in the row of line {1} of {0}. Double the marks that belong to the text.</source>
        <translation>{0} 第 {1} 行中，结束单元格的引号之后还有文本。请把属于文本的引号写成两个。</translation>
    </message>
    <message>
        <source>The row in line {1} of {0} has not two cells, a text and its label. Name the columns “text” and “label” in the first line, or leave the others out.</source>
        <translation>{0} 第 {1} 行不是文本与标签两个单元格。请在首行把列命名为“text”和“label”，或去掉其他列。</translation>
    </message>
    <message>
        <source>The row in line {1} of {0} has too few cells. Give it a text and a label.</source>
        <translation>{0} 第 {1} 行的单元格太少。请给出文本和标签。</translation>
    </message>
    <message>
        <source>The row in line {1} of {0} has no label. Give it one, or leave it out.</source>
        <translation>{0} 第 {1} 行没有标签。请给出标签，或去掉该行。</translation>
    </message>
    <message>
        <source>There is no row with a text and a label in {0}. Choose a table with some.</source>
        <translation>{0} 中没有带文本和标签的行。请选择有这样的行的表格。</translation>
    </message>
    <message>
        <source>Line {1} of {0} is longer than {2} bytes. Write one record on a line.</source>
        <translation>{0} 的第 {1} 行超过 {2} 字节。请每行写一条记录。</translation>
    </message>
    <message>
        <source>There are too few examples to learn from: {0}, of which {1} are kept for validation. Choose a longer table or a smaller share.</source>
        <translation>可供学习的样本太少：{0} 个，其中 {1} 个留作验证。请选择更长的表格或更小的比例。</translation>
    </message>
    <message>
        <source>rank of the adapters</source>
        <translation>适配器的秩</translation>
    </message>
    <message>
        <source>alpha of the adapters</source>
        <translation>适配器的 alpha</translation>
    </message>
    <message>
        <source>beta of the preferences</source>
        <translation>偏好的 beta</translation>
    </message>
    <message>
        <source>Adapters are for transformers. Train all weights of {0} instead.</source>
        <translation>适配器只用于 Transformer。请改为训练 {0} 的全部权重。</translation>
    </message>
    <message>
        <source>{0} does not write one token after another. Only a transformer that learnt the next token learns from conversations.</source>
        <translation>{0} 不会逐个写出词元。只有学过预测下一个词元的 Transformer 才能从对话中学习。</translation>
    </message>
    <message>
        <source>{0} cannot learn labels. Choose a transformer that is a decoder of the next token, or an encoder.</source>
        <translation>{0} 不能学习标签。请选择预测下一个词元的解码器，或编码器。</translation>
    </message>
    <message>
        <source>number of labels</source>
        <translation>标签数</translation>
    </message>
    <message>
        <source>The network&apos;s labels have no names. Train it again from its table.</source>
        <translation>该网络的标签没有名称。请用其表格重新训练。</translation>
    </message>
    <message>
        <source>The checkpoint {0} belongs to another network, task or optimiser. Start a new run, or go on with the settings that this one had.</source>
        <translation>检查点 {0} 属于另一个网络、任务或优化器。请开始新的运行，或沿用它原来的设置继续。</translation>
    </message>
    <message>
        <source>task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>No two replies to the same words have been found good and bad yet. In a chat, rate a reply, ask for another one with another seed, and rate that.</source>
        <translation>还没有对同样的话既评为好又评为差的两条回复。在聊天中评价一条回复，换一个种子再要一条，再评价它。</translation>
    </message>
    <message>
        <source>All texts have the label “{0}”. Choose a table with two labels or more.</source>
        <translation>所有文本的标签都是“{0}”。请选择至少有两种标签的表格。</translation>
    </message>
    <message>
        <source>The network does not know the label “{0}” of the row in line {1}. Begin with a model without labels.</source>
        <translation>网络不认识第 {1} 行的标签“{0}”。请从没有标签的模型开始。</translation>
    </message>
    <message>
        <source>The model {0} has learnt no labels. Train one from it on a table of texts and labels.</source>
        <translation>模型 {0} 没有学过标签。请以它为起点，用文本与标签的表格训练一个。</translation>
    </message>
    <message>
        <source>The model does not know the label “{0}” of the row in line {1} of {2}. Choose a table with the labels that it learnt.</source>
        <translation>模型不认识 {2} 第 {1} 行的标签“{0}”。请选择只含它学过的标签的表格。</translation>
    </message>
    <message>
        <source>Fine-tuning begins with a network that has learnt from text. Choose the model or run to begin with.</source>
        <translation>微调要从学过文本的网络开始。请选择作为起点的模型或运行。</translation>
    </message>
    <message>
        <source>Adapters are added to weights that have been learnt. Choose the model or run to begin with, or a rank of 0.</source>
        <translation>适配器是加在已学得的权重上的。请选择作为起点的模型或运行，或把秩设为 0。</translation>
    </message>
    <message>
        <source>number of shares</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>Shares of a batch</source>
        <translation>每批的份数</translation>
    </message>
    <message>
        <source>Threads for shares</source>
        <translation>计算各份的线程数</translation>
    </message>
    <message>
        <source>Threads for a product</source>
        <translation>每次矩阵乘法的线程数</translation>
    </message>
    <message>
        <source>β₁</source>
        <translation>β₁</translation>
    </message>
    <message>
        <source>β₂</source>
        <translation>β₂</translation>
    </message>
    <message>
        <source>Fine-tuned on</source>
        <translation>微调自</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Rank of its adapters</source>
        <translation>适配器的秩</translation>
    </message>
    <message>
        <source>The {0} processes of this run cannot go on together by way of {1}: {2}. See that all are there, and begin again from the last checkpoint.</source>
        <translation>此运行的 {0} 个进程无法通过 {1} 继续协同：{2}。请确认所有进程都在，并从最后的检查点重新开始。</translation>
    </message>
    <message>
        <source>This build of the program trains in one process only, because LibTorch&apos;s c10d with Gloo was not found when it was built. Install Gloo&apos;s headers and build it again.</source>
        <translation>此程序构建时未找到 LibTorch 的 c10d 与 Gloo，因此只能在一个进程中训练。请安装 Gloo 的头文件后重新构建。</translation>
    </message>
    <message>
        <source>{0}, line {1}: this ARPA file is empty; it should begin with \data\. Make it again, or choose another file.</source>
        <translation>{0} 第 {1} 行：此 ARPA 文件是空的，应以 \data\ 开头。请重新制作，或选择其他文件。</translation>
    </message>
    <message>
        <source>The corpora of this run have been changed since, so that it cannot go on. Start a new run.</source>
        <translation>此运行的语料库之后有过改动，无法继续。请开始新的运行。</translation>
    </message>
    <message>
        <source>First model: {0}</source>
        <translation>第一个模型：{0}</translation>
    </message>
    <message>
        <source>Second model: {0}</source>
        <translation>第二个模型：{0}</translation>
    </message>
    <message>
        <source>the token is not in this model&apos;s vocabulary</source>
        <translation>该词元不在这个模型的词表中</translation>
    </message>
    <message>
        <source>a network&apos;s: it has no arithmetic to show</source>
        <translation>由神经网络给出：没有可展示的算式</translation>
    </message>
    <message>
        <source>Scoring the preferences as the model is now</source>
        <translation>按模型现状为偏好评分</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>The tokenizer in the folder {0} has no token “{1}”. A text of {2} tokens can have blanks that need {3} of this kind. Add them to the tokenizer, or write a smaller “n_positions” into config.json.</source>
        <translation>文件夹 {0} 中的分词器没有词元“{1}”。长度为 {2} 个词元的文本，其空缺最多需要 {3} 个这类词元。请把它们加入分词器，或在 config.json 中写入更小的“n_positions”。</translation>
    </message>
    <message>
        <source>estimated for all histories of this length that were followed once</source>
        <translation>对所有恰好被后续一次的同长历史估计</translation>
    </message>
    <message>
        <source>Its part “precompiled_charsmap” is damaged. Save or download it again.</source>
        <translation>其“precompiled_charsmap”部分已损坏。请重新保存或下载。</translation>
    </message>
    <message>
        <source>Its pieces and their scores are not as many. Save or download it again.</source>
        <translation>其片段与分数的数目不一致。请重新保存或下载。</translation>
    </message>
    <message>
        <source>The tokenizer in the file {0} is not supported: its part “{1}” is {2}. Supported are whole words (WordLevel, cut by WhitespaceSplit, Whitespace, or as Ngramophone itself writes it), byte-level BPE as GPT-2 has it, WordPiece as BERT has it, and Unigram as T5 has it. Choose a model with one of these.</source>
        <translation>不支持文件 {0} 中的分词器：其“{1}”部分是 {2}。支持整词（WordLevel，由 WhitespaceSplit、Whitespace 切分，或如 Ngramophone 自己所写）、GPT-2 那样的字节级 BPE、BERT 那样的 WordPiece 以及 T5 那样的 Unigram。请选择使用其中一种的模型。</translation>
    </message>
    <message>
        <source>The tokenizer in the file {0} is not supported: it adds the token “{1}”, which is to be found in a text before words are. Choose a model that adds special tokens alone.</source>
        <translation>不支持文件 {0} 中的分词器：它添加了词元“{1}”，须在切分单词之前先在文本中找出它。请选择只添加特殊词元的模型。</translation>
    </message>
    <message>
        <source>The tokenizer in the file {0} cannot be used. {1}</source>
        <translation>无法使用文件 {0} 中的分词器。{1}</translation>
    </message>
    <message>
        <source>Its part “{0}” is {1}, which is not known here. Known are {2}. Choose a model with one of these.</source>
        <translation>其“{0}”部分是 {1}，这里不认识它。认识的有：{2}。请选择使用其中一种的模型。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: this is the text that {0} had learnt from.</source>
        <translation>未测量遗忘程度：这就是 {0} 学过的文本。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: {0} was made elsewhere, and its text is not known.</source>
        <translation>未测量遗忘程度：{0} 来自别处，其文本未知。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: {0} had learnt last from examples, not from text.</source>
        <translation>未测量遗忘程度：{0} 最近一次学的是样例，而不是文本。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: {0} had learnt from its whole text, and nothing was kept for validation.</source>
        <translation>未测量遗忘程度：{0} 学习了全部文本，没有留出验证部分。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: a network that learns labels does not tell the text of {0} any more.</source>
        <translation>未测量遗忘程度：学习标签的网络不再预测 {0} 的文本。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: a corpus of {0} was removed from the library. Add it again to see it in the next run.</source>
        <translation>未测量遗忘程度：{0} 的一个语料库已从资料库中移除。重新添加后，下一次运行即可测量。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: the files that {0} had learnt from have been changed or moved. Put them back to see it in the next run.</source>
        <translation>未测量遗忘程度：{0} 学过的文件已被修改或移动。放回原处后，下一次运行即可测量。</translation>
    </message>
    <message>
        <source>What is forgotten is not measured: the tokens kept of the text of {0} are of another tokenizer.</source>
        <translation>未测量遗忘程度：为 {0} 的文本保存的词元属于另一个分词器。</translation>
    </message>
    <message>
        <source>state of the old text</source>
        <translation>旧文本的状态</translation>
    </message>
    <message>
        <source>Training loss ({0})</source>
        <translation>训练损失（{0}）</translation>
    </message>
    <message>
        <source>Validation loss ({0})</source>
        <translation>验证损失（{0}）</translation>
    </message>
    <message>
        <source>Of the type {0} the transformers library has no network that tells labels as this model does. Export the model that it began with.</source>
        <translation>transformers 库中没有像此模型这样判断标签的 {0} 类网络。请导出它开始时所用的模型。</translation>
    </message>
    <message>
        <source>The layer of this model that tells labels adds a number to each, for which {0} of the transformers library has no place. Train the labels again from the model that it began with: a new layer does without.</source>
        <translation>此模型判断标签的层给每个标签加上一个偏置，而 transformers 库的 {0} 没有它的位置。请从它开始时所用的模型重新训练标签：新的层不带偏置。</translation>
    </message>
    <message>
        <source>Nobody answers at {0}, where the {1} processes of this run are to meet, within {2} seconds. Begin the process of rank 0, and see that MASTER_ADDR and MASTER_PORT are the same for all.</source>
        <translation>此运行的 {1} 个进程应在 {0} 会合，但 {2} 秒内无人应答。请启动 0 号进程，并确认所有进程的 MASTER_ADDR 和 MASTER_PORT 相同。</translation>
    </message>
    <message>
        <source>Only {0} of the {1} processes of this run have come to {2} within {3} seconds. Begin all of them, with the same WORLD_SIZE and each with a RANK of its own.</source>
        <translation>此运行的 {1} 个进程中，只有 {0} 个在 {3} 秒内到达 {2}。请启动全部进程，使用相同的 WORLD_SIZE，并各有自己的 RANK。</translation>
    </message>
    <message>
        <source>Training: loss {0} {1}</source>
        <translation>正在训练：损失 {0} {1}</translation>
    </message>
    <message>
        <source>Waiting for the processes of this run: {0} of {1} are there</source>
        <translation>正在等待此运行的进程：{1} 个中已有 {0} 个到达</translation>
    </message>
    <message>
        <source>nats per text</source>
        <translation>奈特/文本</translation>
    </message>
    <message>
        <source>nats per pair</source>
        <translation>奈特/对</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>form of the labels&apos; layer</source>
        <translation>标签层的形式</translation>
    </message>
</context>
<context>
    <name>corpora::CorporaPage</name>
    <message>
        <source>Open Text Files</source>
        <translation>打开文本文件</translation>
    </message>
    <message>
        <source>Open a Folder of Text</source>
        <translation>打开文本文件夹</translation>
    </message>
    <message>
        <source>Rename Corpus</source>
        <translation>重命名语料库</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>名称(&amp;N)：</translation>
    </message>
    <message>
        <source>Remove Corpus</source>
        <translation>移除语料库</translation>
    </message>
    <message>
        <source>Remove the corpus “%1” from the library?</source>
        <translation>从资料库中移除语料库“%1”？</translation>
    </message>
    <message>
        <source>Its text files stay where they are, and so do the models trained on it.</source>
        <translation>其文本文件会保留在原处，用它训练的模型也会保留。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>All documents of “%1” are read again as:</source>
        <translation>“%1”的所有文档将按以下编码重新读取：</translation>
    </message>
    <message>
        <source>Read %1 again</source>
        <translation>重新读取 %1</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Import text files as one corpus</source>
        <translation>将文本文件导入为一个语料库</translation>
    </message>
    <message>
        <source>Open Fol&amp;der…</source>
        <translation>打开文件夹(&amp;D)…</translation>
    </message>
    <message>
        <source>Import all text files below a folder as one corpus</source>
        <translation>将文件夹下的所有文本文件导入为一个语料库</translation>
    </message>
    <message>
        <source>Open &amp;Sample</source>
        <translation>打开示例(&amp;S)</translation>
    </message>
    <message>
        <source>Import the text that comes with the program</source>
        <translation>导入程序自带的文本</translation>
    </message>
    <message>
        <source>A corpus is the text that models learn from. Open text files or a folder of them, drop them on this window, or begin with the sample.</source>
        <translation>语料库是供模型学习的文本。请打开文本文件或文件夹，将其拖放到此窗口，或从示例开始。</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>重命名(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>Corpora</source>
        <translation>语料库</translation>
    </message>
    <message>
        <source>&amp;Choose Another Encoding…</source>
        <translation>选择其他编码(&amp;C)…</translation>
    </message>
    <message>
        <source>Parts of the corpus</source>
        <translation>语料库的各部分</translation>
    </message>
    <message>
        <source>There are such in %1 more documents.</source>
        <translation>另有 %1 个文档存在同样的问题。</translation>
    </message>
    <message>
        <source>Encodin&amp;g…</source>
        <translation>编码(&amp;G)…</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>文本(&amp;X)</translation>
    </message>
    <message>
        <source>Fre&amp;quencies</source>
        <translation>频次(&amp;Q)</translation>
    </message>
    <message>
        <source>Byte sequences of %3 that could not be decoded as %2: %1, the first at byte %4.</source>
        <translation>%3 中无法按 %2 解码的字节序列：%1 处，第一处位于第 %4 字节。</translation>
    </message>
</context>
<context>
    <name>corpora::CorpusModel</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>Byte sequences that could not be decoded; each is shown as �</source>
        <translation>无法解码的字节序列数；每处显示为 �</translation>
    </message>
    <message>
        <source>By the words tokenizer</source>
        <translation>按“词”分词器统计</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档数</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>词型数</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Bad bytes</source>
        <translation>坏字节</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>corpora::FindBar</name>
    <message>
        <source>Text to find</source>
        <translation>要查找的文字</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>上一处 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>下一处 (F3)</translation>
    </message>
    <message>
        <source>Close the find bar</source>
        <translation>关闭查找栏</translation>
    </message>
    <message>
        <source>Find “%1”</source>
        <translation>查找“%1”</translation>
    </message>
    <message>
        <source>%1 of %2, line %3</source>
        <translation>第 %1 处，共 %2 处，第 %3 行</translation>
    </message>
    <message>
        <source>Not in this document</source>
        <translation>此文档中没有</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source> – searching…</source>
        <translation> – 正在搜索…</translation>
    </message>
    <message>
        <source>F&amp;ind:</source>
        <translation>查找(&amp;I)：</translation>
    </message>
</context>
<context>
    <name>corpora::FrequencyModel</name>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Share %</source>
        <translation>占比 (%)</translation>
    </message>
    <message>
        <source>Cumulative share %</source>
        <translation>累计占比 (%)</translation>
    </message>
</context>
<context>
    <name>corpora::FrequencyPanel</name>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Grapheme clusters</source>
        <translation>字素簇</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Between spaces</source>
        <translation>按空格切分</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Filter tokens</source>
        <translation>筛选词元</translation>
    </message>
    <message>
        <source>Token frequencies</source>
        <translation>词元频次</translation>
    </message>
    <message>
        <source>To&amp;kenizer:</source>
        <translation>分词器(&amp;K)：</translation>
    </message>
    <message>
        <source>Read frequencies</source>
        <translation>读取频次</translation>
    </message>
    <message>
        <source>Count %1</source>
        <translation>统计 %1</translation>
    </message>
    <message>
        <source>Counting was stopped. Choose a tokenizer to count again.</source>
        <translation>统计已停止。选择一种分词器即可重新统计。</translation>
    </message>
    <message>
        <source>Sort frequencies</source>
        <translation>对频次排序</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>The corpus is being imported.</source>
        <translation>语料库正在导入。</translation>
    </message>
    <message>
        <source>%1 types, %2 tokens</source>
        <translation>%1 个词型，%2 个词元</translation>
    </message>
    <message>
        <source>%1 of %2 types</source>
        <translation>%1 个词型，共 %2 个</translation>
    </message>
</context>
<context>
    <name>corpora::TextPanel</name>
    <message>
        <source>&amp;Document:</source>
        <translation>文档(&amp;D)：</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>%1 · %2 % · byte %3 of %4</source>
        <translation>%1 · %2 % · 第 %3 字节，共 %4 字节</translation>
    </message>
</context>
<context>
    <name>corpora::TextView</name>
    <message>
        <source>Text of the document</source>
        <translation>文档的文本</translation>
    </message>
    <message>
        <source>The selection is long: its first %1 were copied.</source>
        <translation>所选内容很长：已复制前 %1。</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
</context>
<context>
    <name>inspect::InspectPage</name>
    <message>
        <source>Here a model reads a text and shows at which tokens it was surprised. There is no model yet: train one first.</source>
        <translation>在这里，模型读一段文本，并显示它对哪些词元感到意外。还没有模型，请先训练一个。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>&amp;Model:</source>
        <translation>模型(&amp;M)：</translation>
    </message>
    <message>
        <source>Text to inspect</source>
        <translation>要检视的文本</translation>
    </message>
    <message>
        <source>Type or paste a text. Each token is coloured by its surprisal; put the cursor on one to see what else could have come.</source>
        <translation>请输入或粘贴一段文本。每个词元按惊异度着色；将光标移到某个词元上，可查看此处还可能出现什么。</translation>
    </message>
    <message>
        <source>The most probable tokens at the chosen place stand here.</source>
        <translation>此处列出所选位置上概率最高的词元。</translation>
    </message>
    <message>
        <source>Previous token</source>
        <translation>上一个词元</translation>
    </message>
    <message>
        <source>Next token</source>
        <translation>下一个词元</translation>
    </message>
    <message>
        <source>alternatives</source>
        <translation>候选词元</translation>
    </message>
    <message>
        <source>Opening the model…</source>
        <translation>正在打开模型…</translation>
    </message>
    <message>
        <source>Score the text</source>
        <translation>为文本评分</translation>
    </message>
    <message>
        <source>Look at a token</source>
        <translation>查看词元</translation>
    </message>
    <message>
        <source>Token “%1”</source>
        <translation>词元“%1”</translation>
    </message>
    <message>
        <source>Token “%1”, not in the vocabulary</source>
        <translation>词元“%1”，不在词表中</translation>
    </message>
    <message>
        <source>
Probability %1, surprisal %2 bits</source>
        <translation>
概率 %1，惊异度 %2 比特</translation>
    </message>
    <message>
        <source>
By %1: %2</source>
        <translation>
估计方法 %1：%2</translation>
    </message>
    <message>
        <source>The model has no distribution after this history.</source>
        <translation>在此历史之后，模型没有概率分布。</translation>
    </message>
    <message>
        <source>%1 tokens, %2 unknown · log probability %3 nats · perplexity %4, without unknown %5 · %6 bits per byte</source>
        <translation>%1 个词元，%2 个未知 · 对数概率 %3 奈特 · 困惑度 %4，不含未知词元 %5 · 每字节 %6 比特</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Figures of the token</source>
        <translation>该词元的数值</translation>
    </message>
    <message>
        <source>%1 (network)</source>
        <translation>%1（网络）</translation>
    </message>
    <message>
        <source>%1 (n-gram)</source>
        <translation>%1（N 元）</translation>
    </message>
    <message>
        <source>The most probable tokens at this place</source>
        <translation>此处概率最高的词元</translation>
    </message>
    <message>
        <source>%1 (mixture)</source>
        <translation>%1（混合）</translation>
    </message>
    <message>
        <source>%1 tokens, %2 unknown · log probability %3 nats · pseudo-perplexity %4 (each token by what stands on both sides), without unknown %5 · %6 bits per byte</source>
        <translation>%1 个词元，%2 个未知 · 对数概率 %3 纳特 · 伪困惑度 %4（每个词元由其两侧预测），不计未知 %5 · 每字节 %6 比特</translation>
    </message>
</context>
<context>
    <name>inspect::LabelPanel</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Ta&amp;ble:</source>
        <translation>表格(&amp;B)：</translation>
    </message>
    <message>
        <source>E&amp;valuate</source>
        <translation>评估(&amp;V)</translation>
    </message>
    <message>
        <source>Asks the model for the label of every row of this corpus, a table of texts and labels</source>
        <translation>让模型判断此语料库（文本与标签的表格）每一行的标签</translation>
    </message>
    <message>
        <source>Has</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>How probable each label is for the text stands here.</source>
        <translation>这里显示文本属于各标签的概率。</translation>
    </message>
    <message>
        <source>Label the text</source>
        <translation>判断文本的标签</translation>
    </message>
    <message>
        <source>P(label | the whole text)</source>
        <translation>P(标签 | 整个文本)</translation>
    </message>
    <message>
        <source>How often the model is right about a table&apos;s rows is counted by Evaluate.</source>
        <translation>点击“评估”可统计模型对表格各行判断正确的次数。</translation>
    </message>
    <message>
        <source>Each row&apos;s label against what the model told stands here.</source>
        <translation>这里对照各行的实际标签与模型的判断。</translation>
    </message>
    <message>
        <source>Label the rows of %1</source>
        <translation>判断 %1 各行的标签</translation>
    </message>
    <message>
        <source>%1 of %2 rows are told right: accuracy %3</source>
        <translation>%2 行中有 %1 行判断正确：准确率 %3</translation>
    </message>
</context>
<context>
    <name>inspect::Legend</name>
    <message>
        <source>0 bits</source>
        <translation>0 比特</translation>
    </message>
    <message>
        <source>20 bits and more</source>
        <translation>20 比特及以上</translation>
    </message>
</context>
<context>
    <name>inspect::TokenEditor</name>
    <message>
        <source>%1: %2 bits</source>
        <translation>%1：%2 比特</translation>
    </message>
</context>
<context>
    <name>jobs::JobRow</name>
    <message>
        <source>Progress of %1</source>
        <translation>%1 的进度</translation>
    </message>
    <message>
        <source>%1 (stopping)</source>
        <translation>%1（正在停止）</translation>
    </message>
    <message>
        <source>%1 (paused)</source>
        <translation>%1（已暂停）</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>继续 %1</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>停止 %1</translation>
    </message>
    <message>
        <source>%1 failed:</source>
        <translation>%1 失败：</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Dismiss the error of %1</source>
        <translation>忽略 %1 的错误</translation>
    </message>
</context>
<context>
    <name>jobs::Text</name>
    <message>
        <source>There is not enough memory for this. Choose smaller values, or close other programs.</source>
        <translation>内存不足。请选择更小的值，或关闭其他程序。</translation>
    </message>
    <message>
        <source>long</source>
        <translation>很久</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>The task failed for an unknown reason.</source>
        <translation>任务因未知原因失败。</translation>
    </message>
</context>
<context>
    <name>ngrams::DescriptionTab</name>
    <message>
        <source>Property</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Description of the model</source>
        <translation>模型说明</translation>
    </message>
    <message>
        <source>This model mixes two others and has no table of its own. Score a text here, or choose it on the pages Inspect, Compare and Chat.</source>
        <translation>此模型由另外两个模型混合而成，没有自己的表。可在此为文本评分，也可在“检视”“比较”和“聊天”页中选用它。</translation>
    </message>
    <message>
        <source>This model is a table of probabilities, imported or pruned. It has no counts, so no other estimator can be made of it.</source>
        <translation>此模型是导入或剪枝得到的概率表。它没有计数，因此不能换用其他估计方法。</translation>
    </message>
    <message>
        <source>This estimator gives scores that do not sum to 1: it is no distribution, and its perplexity cannot be compared with other models&apos;.</source>
        <translation>此估计方法给出的得分之和不为 1：它不是概率分布，其困惑度不能与其他模型比较。</translation>
    </message>
</context>
<context>
    <name>ngrams::Division</name>
    <message>
        <source>once</source>
        <translation>1 次</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 次</translation>
    </message>
    <message>
        <source>“%1” stands in the text %2; the text has %3 tokens.</source>
        <translation>“%1”在文本中出现 %2；文本共有 %3 个词元。</translation>
    </message>
    <message>
        <source>“%1” followed “%2” %3; “%2” was followed %4 by something.</source>
        <translation>“%1”跟在“%2”之后 %3；“%2”之后有后继词元 %4。</translation>
    </message>
    <message>
        <source>(%1 + %3) / (%2 + %3 × %4) = %5
Add-k gives each of the V = %4 tokens that can come next k = %3 more.</source>
        <translation>(%1 + %3) / (%2 + %3 × %4) = %5
加 k 平滑给可能出现的 V = %4 个词元各多加 k = %3。</translation>
    </message>
    <message>
        <source>0 / 0: maximum likelihood says nothing after a history never seen.</source>
        <translation>0 / 0：对从未见过的历史，最大似然给不出概率。</translation>
    </message>
    <message>
        <source>%1 / %2 = %3</source>
        <translation>%1 / %2 = %3</translation>
    </message>
    <message>
        <source>&lt;s&gt; marks the beginning of a sentence, &lt;/s&gt; its end.</source>
        <translation>&lt;s&gt; 标记句子的开头，&lt;/s&gt; 标记句子的结尾。</translation>
    </message>
    <message>
        <source>&lt;s&gt; marks the beginning of a sentence.</source>
        <translation>&lt;s&gt; 标记句子的开头。</translation>
    </message>
    <message>
        <source>&lt;/s&gt; marks the end of a sentence.</source>
        <translation>&lt;/s&gt; 标记句子的结尾。</translation>
    </message>
    <message>
        <source>The model is a table of probabilities, imported or pruned: it has no counts, and – stands in their columns.</source>
        <translation>此模型是导入或剪枝得到的概率表：它没有计数，计数各列显示“–”。</translation>
    </message>
</context>
<context>
    <name>ngrams::EstimatorDialog</name>
    <message>
        <source>Another Estimator</source>
        <translation>换一种估计方法</translation>
    </message>
    <message>
        <source>Makes another model from the counts of “%1”, without counting again.</source>
        <translation>由“%1”的计数生成另一个模型，不必重新计数。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Of the model</source>
        <translation>模型的名称</translation>
    </message>
    <message>
        <source>&amp;Make</source>
        <translation>生成(&amp;M)</translation>
    </message>
</context>
<context>
    <name>ngrams::EstimatorFields</name>
    <message>
        <source>&amp;Estimator</source>
        <translation>估计方法(&amp;E)</translation>
    </message>
    <message>
        <source>How counts become probabilities</source>
        <translation>计数如何变成概率</translation>
    </message>
    <message>
        <source>Set the parameters by &amp;hand</source>
        <translation>手动设定参数(&amp;H)</translation>
    </message>
    <message>
        <source>Otherwise they are estimated from the counts, order by order</source>
        <translation>否则由计数逐阶估计</translation>
    </message>
    <message>
        <source>(C(history, next) + k) / (C(history) + k V), V tokens that can come next: nothing is impossible.</source>
        <translation>(C(历史, 后继) + k) / (C(历史) + k V)，V 为可能出现的词元数：没有什么是不可能的。</translation>
    </message>
    <message>
        <source>Counts up to 5 are lowered by how many n-grams were seen once more; what that frees goes to tokens not seen after the history.</source>
        <translation>5 以内的计数按多出现一次的 n 元组的数目调低；腾出的概率分给在该历史之后未见过的词元。</translation>
    </message>
    <message>
        <source>The relative frequencies of all orders, mixed by weights that predict each n-gram best from all the others.</source>
        <translation>把各阶的相对频率按权重混合；权重的取法是使每个 n 元组由其余的 n 元组预测得最好。</translation>
    </message>
    <message>
        <source>The more different tokens followed a history, the more is left for new ones.</source>
        <translation>一个历史之后出现过的不同词元越多，留给新词元的概率就越大。</translation>
    </message>
    <message>
        <source>The same discount is taken from each count and goes to the shorter history.</source>
        <translation>从每个计数中减去同样的折扣，交给更短的历史。</translation>
    </message>
    <message>
        <source>Absolute discounting whose shorter histories count in how many places a token stands, not how often.</source>
        <translation>绝对折扣，但较短的历史所计的是词元出现在多少种上文之后，而不是出现多少次。</translation>
    </message>
    <message>
        <source>Kneser-Ney with three discounts, for counts of 1, 2, and 3 or more: the best of them on most texts.</source>
        <translation>Kneser-Ney，对计数为 1、2、3 及以上分别用三个折扣：在大多数文本上效果最好。</translation>
    </message>
    <message>
        <source>The relative frequency, or α times that after the shorter history: quick, but no distribution, because the scores do not sum to 1.</source>
        <translation>相对频率，没有时取较短历史之后得分的 α 倍：快，但不是概率分布，因为得分之和不为 1。</translation>
    </message>
    <message>
        <source>C(history, next) / C(history): what was never seen is impossible.</source>
        <translation>C(历史, 后继) / C(历史)：从未见过的就是不可能的。</translation>
    </message>
</context>
<context>
    <name>ngrams::EstimatorPanel</name>
    <message>
        <source>From the counts</source>
        <translation>由计数估计</translation>
    </message>
    <message>
        <source>Usual value</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Back to what is estimated from the counts</source>
        <translation>恢复为由计数估计的值</translation>
    </message>
    <message>
        <source>Back to the value that is used where none is given</source>
        <translation>恢复为未指定时所用的值</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>All estimators</source>
        <translation>全部估计方法</translation>
    </message>
</context>
<context>
    <name>ngrams::EstimatorParameters</name>
    <message>
        <source>Set by hand: for all orders</source>
        <translation>手动设定：适用于所有阶</translation>
    </message>
    <message>
        <source>Set by hand: for every history</source>
        <translation>手动设定：适用于所有历史</translation>
    </message>
    <message>
        <source>What is added to every count (the slider is logarithmic)</source>
        <translation>每个计数所加的值（滑块为对数刻度）</translation>
    </message>
    <message>
        <source>What the shorter history&apos;s score is multiplied by</source>
        <translation>较短历史的得分所乘的系数</translation>
    </message>
    <message>
        <source>The share of the longest history&apos;s relative frequency; the rest goes to the shorter one. Set by hand, it holds for every history</source>
        <translation>最长历史的相对频率所占的份额，其余归较短的历史。手动设定后适用于所有历史</translation>
    </message>
    <message>
        <source>What is taken from every count. Set by hand, it holds for all orders</source>
        <translation>从每个计数中减去的值。手动设定后适用于所有阶</translation>
    </message>
    <message>
        <source>What is taken from counts of 1. Set by hand, it holds for all orders</source>
        <translation>从为 1 的计数中减去的值。手动设定后适用于所有阶</translation>
    </message>
    <message>
        <source>What is taken from counts of 2. Set by hand, it holds for all orders</source>
        <translation>从为 2 的计数中减去的值。手动设定后适用于所有阶</translation>
    </message>
    <message>
        <source>What is taken from counts of 3 and more. Set by hand, it holds for all orders</source>
        <translation>从 3 及以上的计数中减去的值。手动设定后适用于所有阶</translation>
    </message>
</context>
<context>
    <name>ngrams::MatrixTab</name>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Counts (colours by logarithm)</source>
        <translation>计数（颜色按对数）</translation>
    </message>
    <message>
        <source>Bigram matrix</source>
        <translation>二元语法矩阵</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>后继</translation>
    </message>
    <message>
        <source>Sho&amp;w:</source>
        <translation>显示(&amp;W)：</translation>
    </message>
    <message>
        <source>Wheel or + and − zoom, drag pans, double click shows all, Enter opens the bigram in the table.</source>
        <translation>滚轮或 + 和 − 缩放，拖动平移，双击显示全部，按 Enter 在表中打开该二元语法。</translation>
    </message>
    <message>
        <source>bigrams</source>
        <translation>二元语法</translation>
    </message>
    <message>
        <source>A model of order 1 looks at no history, so it has no bigrams. Train one of order 2 or more to see its matrix.</source>
        <translation>1 阶模型不看历史，因此没有二元语法。请训练一个 2 阶或更高阶的模型来查看矩阵。</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Most fre&amp;quent tokens:</source>
        <translation>最常见词元数(&amp;Q)：</translation>
    </message>
</context>
<context>
    <name>ngrams::MixDialog</name>
    <message>
        <source>Mix %1 with Another Model</source>
        <translation>将 %1 与另一个模型混合</translation>
    </message>
    <message>
        <source>&amp;Second model</source>
        <translation>第二个模型(&amp;S)</translation>
    </message>
    <message>
        <source>The model that %1 is mixed with</source>
        <translation>与 %1 混合的模型</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>文本(&amp;T)</translation>
    </message>
    <message>
        <source>A text that neither was trained on; perplexity is of it</source>
        <translation>两个模型都没有用来训练的文本；困惑度在它上面计算</translation>
    </message>
    <message>
        <source>Type or paste a text to try the mixture on.</source>
        <translation>输入或粘贴一段文本来试验混合模型。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Of the mixture</source>
        <translation>混合模型的名称</translation>
    </message>
    <message>
        <source>Made from the names of the two</source>
        <translation>由两个模型的名称组成</translation>
    </message>
    <message>
        <source>&amp;Mix</source>
        <translation>混合(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Weight λ of the first model:</source>
        <translation>第一个模型的权重 λ(&amp;W)：</translation>
    </message>
    <message>
        <source>Weight of the first model</source>
        <translation>第一个模型的权重</translation>
    </message>
    <message>
        <source>&amp;Best for This Text</source>
        <translation>对此文本最佳(&amp;B)</translation>
    </message>
    <message>
        <source>The weight under which the text is most probable, by expectation-maximisation</source>
        <translation>使文本概率最大的权重，由期望最大化算法求得</translation>
    </message>
    <message>
        <source>Perplexity by weight</source>
        <translation>困惑度随权重的变化</translation>
    </message>
    <message>
        <source>weight λ of the first model</source>
        <translation>第一个模型的权重 λ</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>With a text, its perplexity under every weight is drawn here.</source>
        <translation>有了文本，这里会画出它在各个权重下的困惑度。</translation>
    </message>
    <message>
        <source>Both models read the text…</source>
        <translation>两个模型正在读文本…</translation>
    </message>
    <message>
        <source>Score a text by two models</source>
        <translation>用两个模型给文本打分</translation>
    </message>
    <message>
        <source>P = λ P1 + (1 − λ) P2</source>
        <translation>P = λ P1 + (1 − λ) P2</translation>
    </message>
    <message>
        <source>Perplexity of the text&apos;s %1 tokens: %2 mixed, %3 by the first model alone, %4 by the second alone</source>
        <translation>文本 %1 个词元的困惑度：混合 %2，仅第一个模型 %3，仅第二个模型 %4</translation>
    </message>
    <message>
        <source>mixture</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>∞ because neither model gives “%1” a probability.</source>
        <translation>∞：因为两个模型都没有给“%1”任何概率。</translation>
    </message>
    <message>
        <source>∞ because the first model alone gives “%1” no probability.</source>
        <translation>∞：因为仅第一个模型没有给“%1”任何概率。</translation>
    </message>
    <message>
        <source>∞ because the second model alone gives “%1” no probability.</source>
        <translation>∞：因为仅第二个模型没有给“%1”任何概率。</translation>
    </message>
    <message>
        <source>Without the tokens that neither knows (%1): %2 mixed, %3 and %4 alone</source>
        <translation>不含两者都不认识的词元（%1 个）：混合 %2，单独为 %3 和 %4</translation>
    </message>
</context>
<context>
    <name>ngrams::ModelActions</name>
    <message>
        <source>Rename Model</source>
        <translation>重命名模型</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>名称(&amp;N)：</translation>
    </message>
    <message>
        <source>Delete Model</source>
        <translation>删除模型</translation>
    </message>
    <message>
        <source>Delete the model “%1”?</source>
        <translation>删除模型“%1”？</translation>
    </message>
    <message>
        <source>Its counts are removed from the library. The corpora it was trained on stay, so it can be trained again.</source>
        <translation>其计数将从资料库中移除。训练它所用的语料库会保留，因此可以重新训练。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
</context>
<context>
    <name>ngrams::ModelMenu</name>
    <message>
        <source>&amp;More</source>
        <translation>更多(&amp;M)</translation>
    </message>
    <message>
        <source>More about models</source>
        <translation>更多模型操作</translation>
    </message>
    <message>
        <source>Another estimator, pruning, mixing, import and export</source>
        <translation>换估计方法、剪枝、混合、导入和导出</translation>
    </message>
    <message>
        <source>Another &amp;Estimator…</source>
        <translation>换一种估计方法(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Prune…</source>
        <translation>剪枝(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Mix with Another Model…</source>
        <translation>与另一个模型混合(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Import ARPA…</source>
        <translation>导入 ARPA(&amp;I)…</translation>
    </message>
    <message>
        <source>Import &amp;Counts…</source>
        <translation>导入计数(&amp;C)…</translation>
    </message>
    <message>
        <source>E&amp;xport ARPA…</source>
        <translation>导出 ARPA(&amp;X)…</translation>
    </message>
    <message>
        <source>Another estimator</source>
        <translation>换一种估计方法</translation>
    </message>
    <message>
        <source>Prune a model</source>
        <translation>给模型剪枝</translation>
    </message>
    <message>
        <source>Mix two models</source>
        <translation>混合两个模型</translation>
    </message>
    <message>
        <source>Import ARPA</source>
        <translation>导入 ARPA</translation>
    </message>
    <message>
        <source>ARPA files (*.arpa *.arpa.gz *.lm *.gz);;All files (*)</source>
        <translation>ARPA 文件 (*.arpa *.arpa.gz *.lm *.gz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import Counts: Lines of Words, a Tab and a Number</source>
        <translation>导入计数：每行为词、制表符和数</translation>
    </message>
    <message>
        <source>Text, plain or gzip (*.txt *.tsv *.count *.counts *.gz);;All files (*)</source>
        <translation>文本或 gzip (*.txt *.tsv *.count *.counts *.gz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Export ARPA</source>
        <translation>导出 ARPA</translation>
    </message>
    <message>
        <source>ARPA (*.arpa);;ARPA packed by gzip (*.arpa.gz)</source>
        <translation>ARPA (*.arpa);;gzip 压缩的 ARPA (*.arpa.gz)</translation>
    </message>
    <message>
        <source>Import counts</source>
        <translation>导入计数</translation>
    </message>
    <message>
        <source>A mixture has no n-grams of its own</source>
        <translation>混合模型没有自己的 N 元语法</translation>
    </message>
    <message>
        <source>This model has no counts: it was imported or pruned</source>
        <translation>此模型没有计数：它是导入或剪枝得到的</translation>
    </message>
</context>
<context>
    <name>ngrams::NgramsPage</name>
    <message>
        <source>N-gram model</source>
        <translation>N 元模型</translation>
    </message>
    <message>
        <source>Train an n-gram model on corpora of the library</source>
        <translation>用资料库中的语料库训练 N 元模型</translation>
    </message>
    <message>
        <source>Ta&amp;ble</source>
        <translation>概率表(&amp;B)</translation>
    </message>
    <message>
        <source>Matri&amp;x</source>
        <translation>矩阵(&amp;X)</translation>
    </message>
    <message>
        <source>S&amp;core</source>
        <translation>评分(&amp;C)</translation>
    </message>
    <message>
        <source>An n-gram model counts which token follows which. The library has none yet: train one on a corpus, it takes seconds.</source>
        <translation>N 元模型统计哪个词元跟在哪个词元之后。资料库中还没有 N 元模型：请用语料库训练一个，只需几秒。</translation>
    </message>
    <message>
        <source>Train an N-gram Model…</source>
        <translation>训练 N 元模型…</translation>
    </message>
    <message>
        <source>Train an n-gram model</source>
        <translation>训练 N 元模型</translation>
    </message>
    <message>
        <source>Train %1</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>M&amp;odel:</source>
        <translation>模型(&amp;O)：</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>T&amp;rain…</source>
        <translation>训练(&amp;R)…</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>重命名(&amp;N)…</translation>
    </message>
    <message>
        <source>Give the model another name</source>
        <translation>给模型换一个名称</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Remove the model from the library</source>
        <translation>从资料库中移除此模型</translation>
    </message>
    <message>
        <source>Smoothin&amp;g Lab</source>
        <translation>平滑实验室(&amp;G)</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>ngrams::ParameterSlider</name>
    <message>
        <source>%1, %2, slider</source>
        <translation>%1，%2，滑块</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>ngrams::PruneDialog</name>
    <message>
        <source>Prune %1</source>
        <translation>给 %1 剪枝</translation>
    </message>
    <message>
        <source>Makes a smaller model: rare n-grams, or those that hardly change what the model says, are left out and what they were given goes to the shorter history.</source>
        <translation>建立一个更小的模型：去掉罕见的、或几乎不影响模型的 n 元组，它们的概率归给更短的历史。</translation>
    </message>
    <message>
        <source>&amp;Counts</source>
        <translation>计数(&amp;C)</translation>
    </message>
    <message>
        <source>For each order: n-grams seen up to so often are left out; the last number holds for longer ones too</source>
        <translation>对每一阶：出现次数不超过该数的 n 元组被去掉；最后一个数也用于更长的 n 元组</translation>
    </message>
    <message>
        <source>none; 0,0,1 leaves out trigrams seen once</source>
        <translation>不限；0,0,1 去掉只出现一次的三元组</translation>
    </message>
    <message>
        <source>this model has no counts</source>
        <translation>该模型没有计数</translation>
    </message>
    <message>
        <source>&amp;Entropy</source>
        <translation>熵(&amp;E)</translation>
    </message>
    <message>
        <source>N-grams are left out that change perplexity by less than this share (Stolcke 1998)</source>
        <translation>去掉使困惑度变化小于该比例的 n 元组（Stolcke 1998）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Of the model</source>
        <translation>模型的名称</translation>
    </message>
    <message>
        <source>%1 pruned</source>
        <translation>%1 剪枝</translation>
    </message>
    <message>
        <source>&amp;Prune</source>
        <translation>剪枝(&amp;P)</translation>
    </message>
    <message>
        <source>Say by counts or by entropy what is to be left out.</source>
        <translation>请用计数或熵说明要去掉什么。</translation>
    </message>
</context>
<context>
    <name>ngrams::RowDetails</name>
    <message>
        <source>Choose a row to see how its probability came about and where it stands in the corpus.</source>
        <translation>选择一行，查看其概率的由来及其在语料库中的位置。</translation>
    </message>
</context>
<context>
    <name>ngrams::ScoreTab</name>
    <message>
        <source>&amp;Sentence:</source>
        <translation>句子(&amp;S)：</translation>
    </message>
    <message>
        <source>Sentence to score</source>
        <translation>要评分的句子</translation>
    </message>
    <message>
        <source>Type a sentence to see how probable each of its tokens is</source>
        <translation>输入一个句子，查看其中每个词元的概率</translation>
    </message>
    <message>
        <source>The sentence, coloured by surprisal</source>
        <translation>按惊异度着色的句子</translation>
    </message>
    <message>
        <source>The stronger the colour, the more surprising the token; wavy underlining marks tokens outside the vocabulary</source>
        <translation>颜色越深，词元越出人意料；波浪线标出词表之外的词元</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>ln P</source>
        <translation>ln P</translation>
    </message>
    <message>
        <source>Surprisal (bits)</source>
        <translation>惊异度（比特）</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Tokens of the sentence</source>
        <translation>句子的词元</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>∞ bits</source>
        <translation>∞ 比特</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 比特</translation>
    </message>
    <message>
        <source>ln %1</source>
        <translation>ln %1</translation>
    </message>
    <message>
        <source>(%1)</source>
        <translation>(%1)</translation>
    </message>
    <message>
        <source>ln P(sentence) = %1 = %2 = %3</source>
        <translation>ln P(句子) = %1 = %2 = %3</translation>
    </message>
    <message>
        <source>Perplexity %1 over %2 tokens; without the unknown ones (%3) %4.</source>
        <translation>困惑度 %1（%2 个词元）；不含未知词元（%3 个）时为 %4。</translation>
    </message>
    <message>
        <source>Here the sentence shows again, coloured by surprisal</source>
        <translation>句子会在此处再次显示，并按惊异度着色</translation>
    </message>
    <message>
        <source>Log probability of the sentence</source>
        <translation>句子的对数概率</translation>
    </message>
    <message>
        <source>Perplexity of the sentence</source>
        <translation>句子的困惑度</translation>
    </message>
    <message>
        <source>Choose a token to see how its probability came about and where its n-gram stands in the corpus.</source>
        <translation>选择一个词元，即可看到其概率的由来以及其 n 元组在语料库中的位置。</translation>
    </message>
</context>
<context>
    <name>ngrams::SmoothingTab</name>
    <message>
        <source>Exam&amp;ple</source>
        <translation>示例(&amp;P)</translation>
    </message>
    <message>
        <source>Estimating…</source>
        <translation>正在估计……</translation>
    </message>
    <message>
        <source>H&amp;istory:</source>
        <translation>历史(&amp;I)：</translation>
    </message>
    <message>
        <source>History to compare after</source>
        <translation>要比较的历史</translation>
    </message>
    <message>
        <source>Type what precedes; &lt;s&gt; stands for a sentence&apos;s beginning</source>
        <translation>输入上文；&lt;s&gt; 表示句首</translation>
    </message>
    <message>
        <source>Fill in a history that is frequent in the text</source>
        <translation>填入文本中常见的历史</translation>
    </message>
    <message>
        <source>Probabilities by estimator</source>
        <translation>各估计方法的概率</translation>
    </message>
    <message>
        <source>smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Show an Example</source>
        <translation>显示示例</translation>
    </message>
    <message>
        <source>Estimator</source>
        <translation>估计方法</translation>
    </message>
    <message>
        <source>Mass of seen</source>
        <translation>见过的概率质量</translation>
    </message>
    <message>
        <source>Mass of unseen</source>
        <translation>未见的概率质量</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>Computes with</source>
        <translation>所用参数</translation>
    </message>
    <message>
        <source>Probability of all tokens that followed the history in the text</source>
        <translation>文本中跟在该历史之后的所有词元的概率之和</translation>
    </message>
    <message>
        <source>Probability of all tokens that never followed it: what smoothing moved to them</source>
        <translation>从未跟在其后的所有词元的概率之和：平滑移给它们的部分</translation>
    </message>
    <message>
        <source>Over the whole vocabulary: 1 for a distribution</source>
        <translation>整个词表之和：若为概率分布则等于 1</translation>
    </message>
    <message>
        <source>Masses by estimator</source>
        <translation>各估计方法的概率质量</translation>
    </message>
    <message>
        <source>Estimators and their parameters</source>
        <translation>估计方法及其参数</translation>
    </message>
    <message>
        <source>The smoothing lab estimates anew from counts, and this model has none: it holds probabilities alone. Choose a model that was trained on a corpus and not pruned.</source>
        <translation>平滑实验室要由计数重新估计，而此模型没有计数，只有概率。请选择由语料训练且未经剪枝的模型。</translation>
    </message>
    <message>
        <source>The smoothing lab shows what each estimator makes of the same counts. Type a history above, or begin with an example.</source>
        <translation>平滑实验室展示各估计方法如何处理同样的计数。请在上方输入历史，或从示例开始。</translation>
    </message>
    <message>
        <source>Smoothing lab</source>
        <translation>平滑实验室</translation>
    </message>
    <message>
        <source>Seen after it: %1 of %2</source>
        <translation>其后见过：%1 / %2</translation>
    </message>
    <message>
        <source>count %1</source>
        <translation>计数 %1</translation>
    </message>
    <message>
        <source>Never seen after it: %1 of %2</source>
        <translation>其后从未见过：%1 / %2</translation>
    </message>
    <message>
        <source>Never seen: %1 of %2 (own scale)</source>
        <translation>从未见过：%1 / %2（另用刻度）</translation>
    </message>
    <message>
        <source>never seen after it</source>
        <translation>其后从未见过</translation>
    </message>
    <message>
        <source>After the longest history that stands in the text; fall-back: the counts are too few to estimate it</source>
        <translation>针对文本中出现过的最长历史；后备值：计数太少，无法估计</translation>
    </message>
</context>
<context>
    <name>ngrams::SmoothingText</name>
    <message>
        <source>A model of order 1 looks at no history. Different tokens in the text: %1.</source>
        <translation>一阶模型不看历史。文本中不同的词元：%1 个。</translation>
    </message>
    <message>
        <source>After “%1”: count %2, different tokens seen %3, never seen %4.</source>
        <translation>“%1”之后：计数 %2，见过 %3 种词元，从未见过 %4 种。</translation>
    </message>
    <message>
        <source>Nothing ever followed “%1” in the text. Estimators that lean on shorter histories leave out its first token, and the next; maximum likelihood has nothing to say.</source>
        <translation>文本中“%1”之后从未出现过任何词元。借助较短历史的估计方法会逐个略去最前面的词元；最大似然则无法给出概率。</translation>
    </message>
    <message>
        <source>Used of what was typed: “%1”; order %2 looks back no further.</source>
        <translation>所输入内容中用到的是“%1”；%2 阶模型只看这么远。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Not in the vocabulary: %1.</source>
        <translation>不在词表中：%1。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>nothing: the history was never seen</source>
        <translation>无：该历史从未出现</translation>
    </message>
    <message>
        <source>k = %1</source>
        <translation>k = %1</translation>
    </message>
    <message>
        <source>no distribution, α = %1</source>
        <translation>不是概率分布，α = %1</translation>
    </message>
    <message>
        <source>set by hand</source>
        <translation>手动设定</translation>
    </message>
    <message>
        <source>D1 = %1, D2 = %2, D3+ = %3 (%4)</source>
        <translation>D1 = %1，D2 = %2，D3+ = %3（%4）</translation>
    </message>
    <message>
        <source>λ = %1 (%2)</source>
        <translation>λ = %1（%2）</translation>
    </message>
    <message>
        <source>D = %1 (%2)</source>
        <translation>D = %1（%2）</translation>
    </message>
    <message>
        <source>fall-back</source>
        <translation>后备值</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估计值</translation>
    </message>
</context>
<context>
    <name>ngrams::TableModel</name>
    <message>
        <source>The tokens that precede</source>
        <translation>前面的词元</translation>
    </message>
    <message>
        <source>The token that follows</source>
        <translation>后面的词元</translation>
    </message>
    <message>
        <source>How often the token followed this history</source>
        <translation>该词元跟在此历史之后的次数</translation>
    </message>
    <message>
        <source>How often anything followed this history</source>
        <translation>此历史之后出现任意词元的次数</translation>
    </message>
    <message>
        <source>The probability of the token after this history</source>
        <translation>该词元在此历史之后的概率</translation>
    </message>
    <message>
        <source>−log₂ P: how many bits the token tells</source>
        <translation>−log₂ P：该词元携带的比特数</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>后继</translation>
    </message>
    <message>
        <source>C(history, next)</source>
        <translation>C(历史, 后继)</translation>
    </message>
    <message>
        <source>C(history)</source>
        <translation>C(历史)</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>Surprisal (bits)</source>
        <translation>惊异度（比特）</translation>
    </message>
</context>
<context>
    <name>ngrams::TableTab</name>
    <message>
        <source>Filter by history</source>
        <translation>按历史筛选</translation>
    </message>
    <message>
        <source>History contains…</source>
        <translation>历史包含…</translation>
    </message>
    <message>
        <source>Filter by next token</source>
        <translation>按后继词元筛选</translation>
    </message>
    <message>
        <source>Next contains…</source>
        <translation>后继包含…</translation>
    </message>
    <message>
        <source>Sorting or filtering</source>
        <translation>正在排序或筛选</translation>
    </message>
    <message>
        <source>Probability table</source>
        <translation>概率表</translation>
    </message>
    <message>
        <source>Previous part of the table</source>
        <translation>表的上一部分</translation>
    </message>
    <message>
        <source>Next part of the table</source>
        <translation>表的下一部分</translation>
    </message>
    <message>
        <source>Distribution after the chosen history</source>
        <translation>所选历史之后的分布</translation>
    </message>
    <message>
        <source>Choose a row to see what can follow its history.</source>
        <translation>选择一行，查看其历史之后可能出现什么。</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Search the table</source>
        <translation>搜索表格</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 行，共 %2 行</translation>
    </message>
    <message>
        <source>P(· | %1): %2 tokens, sum %3</source>
        <translation>P(· | %1)：%2 个词元，总和 %3</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Scores after %1, no distribution: %2 tokens, sum %3</source>
        <translation>“%1”之后的得分（不是概率分布）：%2 个词元，总和 %3</translation>
    </message>
    <message>
        <source>Part of the table</source>
        <translation>表格的部分</translation>
    </message>
    <message>
        <source>The first %1 rows; %2 % of the table looked through…</source>
        <translation>前 %1 行；已查看表格的 %2 %…</translation>
    </message>
    <message>
        <source>Stopped: the first %1 rows of %2 % of the table</source>
        <translation>已停止：表格 %2 % 中的前 %1 行</translation>
    </message>
    <message>
        <source>Part </source>
        <extracomment>around the number of a part of the table: &quot;Part 3 of 50&quot;</extracomment>
        <translation>第 </translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> 部分，共 %1 部分</translation>
    </message>
</context>
<context>
    <name>ngrams::TrainForm</name>
    <message>
        <source>Train an N-gram Model</source>
        <translation>训练 N 元模型</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>An n-gram model of order n looks at the n − 1 tokens before</source>
        <translation>n 阶模型看前面的 n − 1 个词元</translation>
    </message>
    <message>
        <source>Made from the corpus and the order</source>
        <translation>由语料库和阶生成</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Or&amp;der</source>
        <translation>阶(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Of the model</source>
        <translation>模型的名称</translation>
    </message>
</context>
<context>
    <name>plot::BarPlot</name>
    <message>
        <source>Bars</source>
        <translation>条形图</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1
%2 (%3)</source>
        <translation>%1
%2（%3）</translation>
    </message>
    <message>
        <source>Bars: %1</source>
        <translation>条形图：%1</translation>
    </message>
</context>
<context>
    <name>plot::CurvePlot</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
</context>
<context>
    <name>plot::ExportButton</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the plot as a picture, a drawing or its data</source>
        <translation>将图保存为图片、矢量图或数据</translation>
    </message>
    <message>
        <source>Export plot</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>PNG picture…</source>
        <translation>PNG 图片…</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>SVG drawing…</source>
        <translation>SVG 矢量图…</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>CSV data…</source>
        <translation>CSV 数据…</translation>
    </message>
    <message>
        <source>CSV data (*.csv)</source>
        <translation>CSV 数据 (*.csv)</translation>
    </message>
</context>
<context>
    <name>plot::GroupedBars</name>
    <message>
        <source>Grouped bars</source>
        <translation>分组条形图</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>plot::Heatmap</name>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Row %1, column %2: %3</source>
        <translation>第 %1 行，第 %2 列：%3</translation>
    </message>
</context>
<context>
    <name>training::CurveControls</name>
    <message>
        <source>O&amp;ver:</source>
        <translation>横轴(&amp;V)：</translation>
    </message>
    <message>
        <source>What the curves are drawn over</source>
        <translation>曲线的横轴</translation>
    </message>
    <message>
        <source>Steps, the tokens that were learnt from, or the time that was spent training</source>
        <translation>步数、已学习的词元数，或训练所用的时间</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>log x</source>
        <translation>横轴对数</translation>
    </message>
    <message>
        <source>A logarithmic horizontal axis</source>
        <translation>横轴使用对数刻度</translation>
    </message>
    <message>
        <source>log y</source>
        <translation>纵轴对数</translation>
    </message>
    <message>
        <source>Logarithmic vertical axes</source>
        <translation>纵轴使用对数刻度</translation>
    </message>
    <message>
        <source>S&amp;moothing:</source>
        <translation>平滑(&amp;M)：</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>An exponential moving average: the weight of what was before</source>
        <translation>指数滑动平均：此前数值的权重</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>&amp;Gradient norm</source>
        <translation>梯度范数(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>学习率(&amp;L)</translation>
    </message>
    <message>
        <source>What is drawn</source>
        <translation>绘制的内容</translation>
    </message>
    <message>
        <source>&amp;Perplexity instead of nats</source>
        <translation>以困惑度代替奈特(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Accuracy of labels and preferences</source>
        <translation>标签与偏好的准确率(&amp;A)</translation>
    </message>
</context>
<context>
    <name>training::Drawing</name>
    <message>
        <source>RMSNorm</source>
        <translation>RMSNorm（均方根归一化）</translation>
    </message>
    <message>
        <source>LayerNorm</source>
        <translation>LayerNorm（层归一化）</translation>
    </message>
    <message>
        <source>Multi-query attention, %1 heads</source>
        <translation>多查询注意力，%1 个头</translation>
    </message>
    <message>
        <source>Grouped-query attention, %1 heads, %2 of keys</source>
        <translation>分组查询注意力，%1 个头，键 %2 组</translation>
    </message>
    <message>
        <source>Latent attention, %1 heads</source>
        <translation>潜在注意力，%1 个头</translation>
    </message>
    <message>
        <source>Attention, %1 heads</source>
        <translation>注意力，%1 个头</translation>
    </message>
    <message>
        <source>rotary</source>
        <translation>旋转位置</translation>
    </message>
    <message>
        <source>ALiBi</source>
        <translation>ALiBi（线性偏置）</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对位置</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>attention, and its kind of position</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2 wide</source>
        <comment>feed-forward</comment>
        <translation>%1，宽 %2</translation>
    </message>
    <message>
        <source>%1, %2 of %3 experts, and %4 shared</source>
        <translation>%1，%3 个专家选 %2 个，另有 %4 个共享</translation>
    </message>
    <message>
        <source>%1, %2 of %3 experts</source>
        <translation>%1，%3 个专家选 %2 个</translation>
    </message>
    <message>
        <source>Attention to the encoder</source>
        <translation>对编码器的注意力</translation>
    </message>
    <message>
        <source>Embeddings, %1 wide</source>
        <translation>嵌入，宽 %1</translation>
    </message>
    <message>
        <source>%1 + positions, learned</source>
        <translation>%1 + 位置（学习得到）</translation>
    </message>
    <message>
        <source>%1 + positions, sinusoidal</source>
        <translation>%1 + 位置（正弦）</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Head of hidden tokens</source>
        <translation>被遮盖词元的输出头</translation>
    </message>
    <message>
        <source>Output by the embeddings, softmax</source>
        <translation>以嵌入为输出矩阵，归一为概率 (softmax)</translation>
    </message>
    <message>
        <source>Output, softmax</source>
        <translation>输出，归一为概率 (softmax)</translation>
    </message>
    <message>
        <source>Embeddings of %1 tokens, %2 wide</source>
        <translation>%1 个词元的嵌入，宽 %2</translation>
    </message>
    <message>
        <source>tanh, %1 wide</source>
        <translation>双曲正切 (tanh)，宽 %1</translation>
    </message>
    <message>
        <source>%1, %2 wide</source>
        <comment>a recurrent cell</comment>
        <translation>%1，宽 %2</translation>
    </message>
    <message>
        <source>Elman&apos;s cell</source>
        <translation>Elman 单元</translation>
    </message>
    <message>
        <source>%1 times: %2</source>
        <translation>%1 次：%2</translation>
    </message>
    <message>
        <source>straight from the embeddings to the output</source>
        <translation>由嵌入直接连到输出</translation>
    </message>
</context>
<context>
    <name>training::FineTuneDialog</name>
    <message>
        <source>&amp;Learn</source>
        <translation>学习内容(&amp;L)</translation>
    </message>
    <message>
        <source>What the network is to learn</source>
        <translation>网络要学习什么</translation>
    </message>
    <message>
        <source>More text</source>
        <translation>更多文本</translation>
    </message>
    <message>
        <source>Replies in conversations</source>
        <translation>对话中的回复</translation>
    </message>
    <message>
        <source>Labels of texts</source>
        <translation>文本的标签</translation>
    </message>
    <message>
        <source>Preferred replies (DPO)</source>
        <translation>更受偏好的回复（DPO）</translation>
    </message>
    <message>
        <source>&amp;Corpora</source>
        <translation>语料库(&amp;C)</translation>
    </message>
    <message>
        <source>What it is to learn from</source>
        <translation>从哪些语料中学习</translation>
    </message>
    <message>
        <source>Chec&amp;kpoint</source>
        <translation>检查点(&amp;K)</translation>
    </message>
    <message>
        <source>Whose weights are the first</source>
        <translation>以谁的权重为起点</translation>
    </message>
    <message>
        <source>the last</source>
        <translation>最后一个</translation>
    </message>
    <message>
        <source>the best</source>
        <translation>最好的一个</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>权重(&amp;W)</translation>
    </message>
    <message>
        <source>All weights change, or small matrices that are added to them: these take less memory and forget less</source>
        <translation>改变全部权重，或只学习加在其上的小矩阵：后者占用内存更少，遗忘也更少</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Low-rank adapters (LoRA)</source>
        <translation>低秩适配器（LoRA）</translation>
    </message>
    <message>
        <source>&amp;Rank</source>
        <translation>秩(&amp;R)</translation>
    </message>
    <message>
        <source>r: the adapters&apos; matrices are so many numbers wide</source>
        <translation>r：适配器矩阵的宽度</translation>
    </message>
    <message>
        <source>&amp;Alpha</source>
        <translation>Alpha(&amp;A)</translation>
    </message>
    <message>
        <source>α: what adapters add is multiplied by α / r</source>
        <translation>α：适配器所加的内容乘以 α / r</translation>
    </message>
    <message>
        <source>&amp;Beta</source>
        <translation>Beta(&amp;B)</translation>
    </message>
    <message>
        <source>β: how closely the network stays with what it was</source>
        <translation>β：网络与原来保持接近的程度</translation>
    </message>
    <message>
        <source>L&amp;earning rate</source>
        <translation>学习率(&amp;E)</translation>
    </message>
    <message>
        <source>Smaller steps keep more of what has been learnt</source>
        <translation>步子越小，保留已学内容越多</translation>
    </message>
    <message>
        <source>&amp;Steps</source>
        <translation>步数(&amp;S)</translation>
    </message>
    <message>
        <source>Steps to train for</source>
        <translation>要训练的步数</translation>
    </message>
    <message>
        <source>S&amp;tart</source>
        <translation>开始(&amp;T)</translation>
    </message>
    <message>
        <source>The network and its vocabulary stay; tokens that it does not know are read as &lt;unk&gt;. How it forgets the old text is measured.</source>
        <translation>网络及其词表保持不变；它不认识的词元读作 &lt;unk&gt;。会测量它遗忘旧文本的程度。</translation>
    </message>
    <message>
        <source>The corpora are JSON Lines: on each line an object with “messages”, each with a “role” (system, user, assistant) and a “content”. The loss is that of the assistant&apos;s messages alone; the model then chats with turns.</source>
        <translation>语料库为 JSON Lines：每行一个带“messages”的对象，每条消息有“role”（system、user、assistant）和“content”。损失只计算 assistant 的消息；之后模型会按轮次聊天。</translation>
    </message>
    <message>
        <source>The corpora are tables (CSV or TSV) with the columns “text” and “label”. A new layer tells the label; the Inspect page shows what it says of a text, and how often it is right.</source>
        <translation>语料库为带“text”和“label”两列的表格（CSV 或 TSV）。由新的一层判断标签；“检视”页显示它对文本的判断以及判断正确的比例。</translation>
    </message>
    <message>
        <source>The corpora are JSON Lines: on each line an object with “prompt”, “chosen” and “rejected”. The chat page writes such a file from the replies that you have rated.</source>
        <translation>语料库为 JSON Lines：每行一个带“prompt”、“chosen”和“rejected”的对象。聊天页可用您评价过的回复写出这样的文件。</translation>
    </message>
    <message>
        <source>Fine-Tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Which network is to learn more</source>
        <translation>要继续学习的网络</translation>
    </message>
</context>
<context>
    <name>training::LiveRuns</name>
    <message>
        <source>Training a network</source>
        <translation>训练网络</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>训练 %1</translation>
    </message>
</context>
<context>
    <name>training::NetworkFields</name>
    <message>
        <source>&amp;Architecture</source>
        <translation>架构(&amp;A)</translation>
    </message>
    <message>
        <source>The kind of network. The transformers are named after the systems that they resemble, at a size that this machine can train.</source>
        <translation>网络的类型。各 Transformer 以其所仿照的系统命名，规模为本机可以训练的大小。</translation>
    </message>
    <message>
        <source>Conte&amp;xt length</source>
        <translation>上下文长度(&amp;X)</translation>
    </message>
    <message>
        <source>How many tokens the network sees, or is unrolled over in training; n−1 in Bengio&apos;s paper</source>
        <translation>网络能看到的词元数，或训练时展开的词元数；即 Bengio 论文中的 n−1</translation>
    </message>
    <message>
        <source>E&amp;mbedding size</source>
        <translation>嵌入维数(&amp;M)</translation>
    </message>
    <message>
        <source>m in the papers: the numbers that stand for one token</source>
        <translation>论文中的 m：表示一个词元的数值个数</translation>
    </message>
    <message>
        <source>&amp;Hidden width</source>
        <translation>隐藏层宽度(&amp;H)</translation>
    </message>
    <message>
        <source>h in the papers: the units of the hidden layer</source>
        <translation>论文中的 h：隐藏层的单元数</translation>
    </message>
    <message>
        <source>Direct connections</source>
        <translation>直接连接</translation>
    </message>
    <message>
        <source>W in the paper: from the embeddings straight to the output</source>
        <translation>论文中的 W：从嵌入直接到输出</translation>
    </message>
    <message>
        <source>Each reads what the one below made</source>
        <translation>每一层读取下一层的输出</translation>
    </message>
    <message>
        <source>d in the papers: the numbers that stand for one token in every layer</source>
        <translation>论文中的 d：每一层中表示一个词元的数值个数</translation>
    </message>
    <message>
        <source>Looks that a layer takes at the tokens before, each a share of the width</source>
        <translation>每一层观察前文词元的视角数，各占宽度的一部分</translation>
    </message>
    <message>
        <source>The units inside each layer&apos;s feed-forward part</source>
        <translation>每层前馈部分内部的单元数</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活率</translation>
    </message>
    <message>
        <source>Share of the numbers that each step leaves out, so that the network does not learn a small text by heart</source>
        <translation>每步随机舍去的数值比例，防止网络死记小文本</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>What the heads share of the keys and values that they look at</source>
        <translation>各个头在所观察的键和值上的共享方式</translation>
    </message>
    <message>
        <source>Multi-head</source>
        <translation>多头</translation>
    </message>
    <message>
        <source>Multi-query</source>
        <translation>多查询</translation>
    </message>
    <message>
        <source>Grouped-query</source>
        <translation>分组查询</translation>
    </message>
    <message>
        <source>Multi-head latent</source>
        <translation>多头潜在</translation>
    </message>
    <message>
        <source>Key-value heads</source>
        <translation>键值头数</translation>
    </message>
    <message>
        <source>So many keys and values for all heads</source>
        <translation>所有头共用的键和值组数</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置编码</translation>
    </message>
    <message>
        <source>How a token&apos;s place is known</source>
        <translation>如何得知词元的位置</translation>
    </message>
    <message>
        <source>Learned</source>
        <translation>学习得到</translation>
    </message>
    <message>
        <source>Sinusoidal</source>
        <translation>正弦</translation>
    </message>
    <message>
        <source>Rotary</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>ALiBi</source>
        <translation>ALiBi（线性偏置）</translation>
    </message>
    <message>
        <source>Relative bias</source>
        <translation>相对偏置</translation>
    </message>
    <message>
        <source>Transformer-XL</source>
        <translation>Transformer-XL（相对位置）</translation>
    </message>
    <message>
        <source>Decoder layers</source>
        <translation>解码器层数</translation>
    </message>
    <message>
        <source>Of the side that writes; the other layers read what it looks at</source>
        <translation>写出文本一侧的层数；其余各层读取它所关注的文本</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>How numbers are kept in range</source>
        <translation>如何使数值保持在合适范围</translation>
    </message>
    <message>
        <source>LayerNorm</source>
        <translation>LayerNorm（层归一化）</translation>
    </message>
    <message>
        <source>RMSNorm</source>
        <translation>RMSNorm（均方根归一化）</translation>
    </message>
    <message>
        <source>Norm&apos;s place</source>
        <translation>归一化位置</translation>
    </message>
    <message>
        <source>Of what each part of a layer reads, or of what it has made</source>
        <translation>作用于每层各部分的输入，或其输出</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>前馈层</translation>
    </message>
    <message>
        <source>The function inside each layer&apos;s feed-forward part</source>
        <translation>每层前馈部分内部的函数</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU（线性整流）</translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU（高斯误差线性）</translation>
    </message>
    <message>
        <source>GELU by tanh</source>
        <translation>GELU（tanh 近似）</translation>
    </message>
    <message>
        <source>SwiGLU</source>
        <translation>SwiGLU（Swish 门控）</translation>
    </message>
    <message>
        <source>GEGLU</source>
        <translation>GEGLU（GELU 门控）</translation>
    </message>
    <message>
        <source>Parallel parts</source>
        <translation>并行的两部分</translation>
    </message>
    <message>
        <source>Attention and feed-forward read the same input</source>
        <translation>注意力与前馈读取相同的输入</translation>
    </message>
    <message>
        <source>Tied output</source>
        <translation>共享输出权重</translation>
    </message>
    <message>
        <source>The embeddings serve as the output&apos;s matrix too</source>
        <translation>嵌入同时用作输出矩阵</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家数</translation>
    </message>
    <message>
        <source>Feed-forward parts that a router chooses from for each token</source>
        <translation>由路由器为每个词元挑选的前馈部分</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Chosen experts</source>
        <translation>选中的专家数</translation>
    </message>
    <message>
        <source>Of the experts, for each token</source>
        <translation>每个词元选用的专家数</translation>
    </message>
    <message>
        <source>Shared experts</source>
        <translation>共享专家数</translation>
    </message>
    <message>
        <source>Besides, that every token passes</source>
        <translation>此外每个词元都经过的专家数</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Inner width</source>
        <translation>内部宽度</translation>
    </message>
    <message>
        <source>GEGLU by tanh</source>
        <translation>GEGLU（tanh 近似）</translation>
    </message>
</context>
<context>
    <name>training::PresetCards</name>
    <message>
        <source>%1 billion</source>
        <translation>%1 × 10⁹</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 × 10⁶</translation>
    </message>
    <message>
        <source>here</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>%1 in 16 bits</source>
        <translation>16 位时 %1</translation>
    </message>
    <message>
        <source>%1 to train</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>Architectures</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Each at a size that this machine trains, with the vocabulary of the chosen text.</source>
        <translation>规模均为本机可以训练的大小，词表取自所选文本。</translation>
    </message>
    <message>
        <source>Each at a size that this machine trains, with a vocabulary of %1 tokens.</source>
        <translation>规模均为本机可以训练的大小，词表为 %1 个词元。</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>选择 %1</translation>
    </message>
</context>
<context>
    <name>training::RateDialog</name>
    <message>
        <source>Find a Learning Rate</source>
        <translation>寻找学习率</translation>
    </message>
    <message>
        <source>A new network takes steps of an ever larger learning rate (Smith 2017). A good rate is where the loss falls fast, well before it rises.</source>
        <translation>一个新网络以越来越大的学习率逐步训练（Smith 2017）。好的学习率位于损失迅速下降之处，远在它上升之前。</translation>
    </message>
    <message>
        <source>&amp;From:</source>
        <translation>从(&amp;F)：</translation>
    </message>
    <message>
        <source>&amp;To:</source>
        <translation>到(&amp;T)：</translation>
    </message>
    <message>
        <source>Ste&amp;ps:</source>
        <translation>步数(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Loss over the learning rate</source>
        <translation>损失随学习率的变化</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Loss (nats per token)</source>
        <translation>损失（奈特/词元）</translation>
    </message>
    <message>
        <source>Press Start: some hundred steps show where the loss falls.</source>
        <translation>请按“开始”：几百步即可看出损失在何处下降。</translation>
    </message>
    <message>
        <source>learning rates</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>&amp;Use This Rate</source>
        <translation>使用此学习率(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Rate:</source>
        <translation>学习率(&amp;R)：</translation>
    </message>
    <message>
        <source>Preparing the text…</source>
        <translation>正在准备文本…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>%1 of %2 steps</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Finding a learning rate</source>
        <translation>正在寻找学习率</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>loss, smoothed</source>
        <translation>损失（平滑）</translation>
    </message>
    <message>
        <source>The loss falls at no rate. Try more steps, or other rates.</source>
        <translation>损失在任何学习率下都没有下降。请尝试更多步数或其他学习率。</translation>
    </message>
    <message>
        <source>The loss falls most steeply at a rate of %1. Click into the curve to choose another.</source>
        <translation>学习率为 %1 时损失下降最快。点击曲线可选择其他值。</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>training::RunCurves</name>
    <message>
        <source>Loss curves</source>
        <translation>损失曲线</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Reading losses</source>
        <translation>正在读取损失</translation>
    </message>
    <message>
        <source>%1, training</source>
        <translation>%1，训练</translation>
    </message>
    <message>
        <source>%1, validation</source>
        <translation>%1，验证</translation>
    </message>
    <message>
        <source>Curves of the gradient&apos;s norm</source>
        <translation>梯度范数曲线</translation>
    </message>
    <message>
        <source>The gradient&apos;s norm, before clipping</source>
        <translation>梯度范数，裁剪之前</translation>
    </message>
    <message>
        <source>Curves of the learning rate</source>
        <translation>学习率曲线</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>%1, training, smoothed</source>
        <translation>%1，训练（平滑）</translation>
    </message>
    <message>
        <source>%1, gradient norm, smoothed</source>
        <translation>%1，梯度范数（平滑）</translation>
    </message>
    <message>
        <source>%1, gradient norm</source>
        <translation>%1，梯度范数</translation>
    </message>
    <message>
        <source>%1, learning rate</source>
        <translation>%1，学习率</translation>
    </message>
    <message>
        <source>Norm</source>
        <comment>the gradient&apos;s</comment>
        <translation>范数</translation>
    </message>
    <message>
        <source>%1, forgetting</source>
        <translation>%1，遗忘</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Curves of the accuracy</source>
        <translation>准确率曲线</translation>
    </message>
    <message>
        <source>% right</source>
        <translation>正确率 (%)</translation>
    </message>
    <message>
        <source>Of the validation&apos;s labels, or of its pairs of replies</source>
        <translation>验证集的标签，或成对的回复</translation>
    </message>
    <message>
        <source>%1, accuracy</source>
        <translation>%1，准确率</translation>
    </message>
    <message>
        <source>Training solid, validation dashed; dotted the validation on the text that the run&apos;s origin had learnt from</source>
        <translation>实线为训练，虚线为验证；点线为在其来源模型所学文本上的验证</translation>
    </message>
    <message>
        <source>In nats: per token; where labels are learnt per text, where preferences are per pair</source>
        <translation>单位为奈特：按词元计；学习标签时按文本计，学习偏好时按每对回复计</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a loss and its unit</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Loss (%1)</source>
        <translation>损失（%1）</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>损失（奈特）</translation>
    </message>
    <message>
        <source>No curves yet: start a run, or select one in the table below.</source>
        <translation>还没有曲线：请开始一次训练，或在下面的表格中选择一次。</translation>
    </message>
    <message>
        <source>None of these runs learns labels or preferences.</source>
        <translation>这些训练都不学习标签或偏好。</translation>
    </message>
</context>
<context>
    <name>training::RunExport</name>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Writes the metrics of the selected runs for other programs</source>
        <translation>将所选训练运行的指标写出，供其他程序使用</translation>
    </message>
    <message>
        <source>Metrics as &amp;CSV…</source>
        <translation>指标存为 CSV(&amp;C)…</translation>
    </message>
    <message>
        <source>Event files for &amp;TensorBoard…</source>
        <translation>TensorBoard 事件文件(&amp;T)…</translation>
    </message>
    <message>
        <source>Export Metrics</source>
        <translation>导出指标</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Export Metrics into a Folder</source>
        <translation>将指标导出到文件夹</translation>
    </message>
    <message>
        <source>Export into TensorBoard&apos;s Folder</source>
        <translation>导出到 TensorBoard 的文件夹</translation>
    </message>
    <message>
        <source>Exporting metrics</source>
        <translation>正在导出指标</translation>
    </message>
</context>
<context>
    <name>training::RunForm</name>
    <message>
        <source>%1
= %2
= %3 parameters</source>
        <comment>symbols, figures, total</comment>
        <translation>%1
= %2
= %3 个参数</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Train a new network as described above</source>
        <translation>按以上设置训练一个新网络</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Of the run and the model that it makes</source>
        <translation>训练运行及其所得模型的名称</translation>
    </message>
    <message>
        <source>Counting the vocabulary…</source>
        <translation>正在统计词表…</translation>
    </message>
    <message>
        <source>Made from the corpus</source>
        <translation>由语料库生成</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 个参数</translation>
    </message>
    <message>
        <source>%1 parameters, %2 of them at work on one token</source>
        <translation>%1 个参数，其中 %2 个参与处理一个词元</translation>
    </message>
    <message>
        <source>%1: %2 layers, width %3, %4 heads, vocabulary %5: %6 parameters, %7 in 16 bits, %8 operations to learn from one token</source>
        <comment>a published system&apos;s name and size</comment>
        <translation>%1：%2 层，宽度 %3，%4 个头，词表 %5：%6 个参数，16 位时占 %7，学习一个词元需 %8 次运算</translation>
    </message>
    <message>
        <source>Training takes up to %1 of memory</source>
        <translation>训练最多占用 %1 内存</translation>
    </message>
    <message>
        <source>Drawing of the network</source>
        <translation>网络结构图</translation>
    </message>
    <message>
        <source>All Architectures…</source>
        <translation>全部架构…</translation>
    </message>
    <message>
        <source>Each with a drawing, and beside the system that it is named after</source>
        <translation>各附结构图，并与其得名的系统对照</translation>
    </message>
    <message>
        <source>Size of the network</source>
        <translation>网络规模</translation>
    </message>
</context>
<context>
    <name>training::RunSettings</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Inner width</source>
        <translation>内部宽度</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活率</translation>
    </message>
    <message>
        <source>Direct connections</source>
        <translation>直接连接</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Key-value heads</source>
        <translation>键值头数</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置编码</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Norm&apos;s place</source>
        <translation>归一化位置</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>前馈层</translation>
    </message>
    <message>
        <source>Parallel</source>
        <translation>并行</translation>
    </message>
    <message>
        <source>Tied output</source>
        <translation>共享输出权重</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家数</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Batches in a step</source>
        <translation>每步的批次数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Validation share</source>
        <translation>验证集占比</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Bengio 2003</source>
        <translation>Bengio 2003</translation>
    </message>
    <message>
        <source>Elman&apos;s recurrent network</source>
        <translation>Elman 循环网络</translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation>LSTM（长短期记忆）</translation>
    </message>
    <message>
        <source>GRU</source>
        <translation>GRU（门控循环单元）</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Decoder layers</source>
        <translation>解码器层数</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>偏好</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>β₁</source>
        <translation>β₁</translation>
    </message>
    <message>
        <source>β₂</source>
        <translation>β₂</translation>
    </message>
    <message>
        <source>Adapters&apos; rank</source>
        <translation>适配器的秩</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
</context>
<context>
    <name>training::RunsModel</name>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>training elsewhere</source>
        <translation>在别处训练</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <comment>step / total</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Check to draw its curves. F2 renames.</source>
        <translation>勾选以绘制曲线。按 F2 重命名。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>语料库</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>stopped early</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>The validation loss no longer improved; the model is the best that there was.</source>
        <translation>验证损失不再改进；模型取其最佳者。</translation>
    </message>
    <message>
        <source>Per token; where labels are learnt per text, where preferences are per pair</source>
        <translation>按词元计；学习标签时按文本计，学习偏好时按每对回复计</translation>
    </message>
    <message>
        <source>Training loss (nats)</source>
        <translation>训练损失（奈特）</translation>
    </message>
    <message>
        <source>Validation loss (nats)</source>
        <translation>验证损失（奈特）</translation>
    </message>
</context>
<context>
    <name>training::RunsPanel</name>
    <message>
        <source>Filter runs</source>
        <translation>筛选训练运行</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练运行</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>暂停(&amp;U)</translation>
    </message>
    <message>
        <source>Waits before the next step, or goes on</source>
        <translation>在下一步之前等待，或继续</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>停止(&amp;O)</translation>
    </message>
    <message>
        <source>Ends the run and keeps what was learnt (Esc)</source>
        <translation>结束训练运行并保留所学内容 (Esc)</translation>
    </message>
    <message>
        <source>&amp;Continue…</source>
        <translation>继续(&amp;C)…</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint</source>
        <translation>从最后一个检查点继续</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>Renames the run and its model (F2)</source>
        <translation>重命名训练运行及其模型 (F2)</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Removes the run, its losses and its model</source>
        <translation>移除训练运行及其损失和模型</translation>
    </message>
    <message>
        <source>Chat &amp;with it</source>
        <translation>与它聊天(&amp;W)</translation>
    </message>
    <message>
        <source>Talks to the model that the run makes</source>
        <translation>与此训练运行所得的模型聊天</translation>
    </message>
    <message>
        <source>(deleted)</source>
        <translation>（已删除）</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>继续(&amp;U)</translation>
    </message>
    <message>
        <source>Preparing the text…</source>
        <translation>正在准备文本…</translation>
    </message>
    <message>
        <source>Preparing: %1</source>
        <translation>准备：%1</translation>
    </message>
    <message>
        <source>No runs yet. Describe a network on the left and press Start.</source>
        <translation>还没有训练运行。请在左侧设置网络，然后按“开始”。</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 词元/秒</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>validation loss %1</source>
        <translation>验证损失 %1</translation>
    </message>
    <message>
        <source>Continue %1</source>
        <translation>继续 %1</translation>
    </message>
    <message>
        <source>It has taken %1 steps. How many shall it have in all?</source>
        <translation>已完成 %1 步。总共要多少步？</translation>
    </message>
    <message>
        <source>Delete run</source>
        <translation>删除训练运行</translation>
    </message>
    <message>
        <source>Delete the run &quot;%1&quot;, its losses and the model that it made?</source>
        <translation>删除训练运行“%1”及其损失和所得模型？</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Deleting a run</source>
        <translation>正在删除训练运行</translation>
    </message>
    <message>
        <source>The metrics were written to %1</source>
        <translation>指标已写入 %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a setting and the values that it has</comment>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>%n runs are selected; their settings are the same.</source>
        <translation>
            <numerusform>已选择 %n 次训练运行；其设置相同。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs are selected; they differ in: %1</source>
        <translation>
            <numerusform>已选择 %n 次训练运行；不同之处：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>from %1, step %2</source>
        <translation>来自 %1，第 %2 步</translation>
    </message>
    <message>
        <source>%1 tokens unknown to it</source>
        <translation>%1 个词元不在其词表中</translation>
    </message>
    <message>
        <source>&amp;Fine-Tune…</source>
        <translation>微调(&amp;F)…</translation>
    </message>
    <message>
        <source>%1 % right</source>
        <translation>正确 %1 %</translation>
    </message>
    <message>
        <source>The run&apos;s network, or an imported model, learns from other corpora, as a run of its own: more text, conversations, labels or preferences</source>
        <translation>让该运行的网络或导入的模型从其他语料学习，作为单独的一次运行：更多文本、对话、标签或偏好</translation>
    </message>
    <message>
        <source>on the old text %1 nats per token (perplexity %2)</source>
        <translation>旧文本上 %1 奈特/词元（困惑度 %2）</translation>
    </message>
    <message>
        <source>on the old text %1 nats per token (perplexity %2), at the start %3 (%4)</source>
        <translation>旧文本上 %1 奈特/词元（困惑度 %2），开始时 %3（%4）</translation>
    </message>
    <message>
        <source>training loss %1 %2</source>
        <comment>a number and its unit</comment>
        <translation>训练损失 %1 %2</translation>
    </message>
</context>
<context>
    <name>training::SampleScrubber</name>
    <message>
        <source>This run draws no samples. Set “Sample every” before the start.</source>
        <translation>此训练运行没有采样。请在开始之前设置“采样间隔”。</translation>
    </message>
    <message>
        <source>Sa&amp;mple:</source>
        <translation>采样(&amp;M)：</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>What the model said at each step: arrow keys, Home and End, or a click into the curves</source>
        <translation>模型在各步所说的话：使用方向键、Home 和 End，或点击曲线</translation>
    </message>
    <message>
        <source>What the model said</source>
        <translation>模型所说的话</translation>
    </message>
    <message>
        <source>Reading samples</source>
        <translation>正在读取采样</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
</context>
<context>
    <name>training::TrainingFields</name>
    <message>
        <source>Ste&amp;ps</source>
        <translation>步数(&amp;P)</translation>
    </message>
    <message>
        <source>How many batches to learn from</source>
        <translation>从多少个批次中学习</translation>
    </message>
    <message>
        <source>&amp;Batch size</source>
        <translation>批大小(&amp;B)</translation>
    </message>
    <message>
        <source>Computed at once: predictions of Bengio&apos;s network, rows of tokens of the others</source>
        <translation>一次同时计算的数量：Bengio 网络为预测数，其他网络为词元行数</translation>
    </message>
    <message>
        <source>Batches in a step</source>
        <translation>每步的批次数</translation>
    </message>
    <message>
        <source>A step of several batches learns as from a large one, in the memory of a small one</source>
        <translation>一步分为几批，学习效果如同大批，内存只需小批</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>学习率(&amp;L)</translation>
    </message>
    <message>
        <source>ε in the paper: how far one step goes. The arrow keys go 0.001, 0.002, 0.005, 0.01, …</source>
        <translation>论文中的 ε：每一步走多远。方向键依次取 0.001、0.002、0.005、0.01……</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>How the learning rate goes on: to a tenth at the last step in a straight line or along a cosine, or as it is</source>
        <translation>学习率如何变化：到最后一步沿直线或余弦降到十分之一，或保持不变</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Steps in which the learning rate climbs from nothing</source>
        <translation>学习率从零上升所用的步数</translation>
    </message>
    <message>
        <source>&amp;Optimiser</source>
        <translation>优化器(&amp;O)</translation>
    </message>
    <message>
        <source>SGD is the paper&apos;s; AdamW needs less care with the learning rate</source>
        <translation>论文使用 SGD；AdamW 对学习率不那么敏感</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>How strongly AdamW draws the weights of matrices towards 0</source>
        <translation>AdamW 将矩阵权重拉向 0 的强度</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>The gradient&apos;s norm at most, so that no single step goes far</source>
        <translation>梯度范数的上限，使任何一步都不会走得太远</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>随机种子(&amp;E)</translation>
    </message>
    <message>
        <source>The same seed gives the same run</source>
        <translation>相同的种子得到相同的训练运行</translation>
    </message>
    <message>
        <source>&amp;Validation share</source>
        <translation>验证集占比(&amp;V)</translation>
    </message>
    <message>
        <source>The end of the text that is kept apart to measure what was learnt</source>
        <translation>文本末尾留出的部分，用于衡量学习效果</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Validate every</source>
        <translation>验证间隔</translation>
    </message>
    <message>
        <source>Steps between two validations</source>
        <translation>两次验证之间的步数</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Steps between two checkpoints; a run goes on from its last</source>
        <translation>两个检查点之间的步数；训练运行从最后一个检查点继续</translation>
    </message>
    <message>
        <source>Keep the best checkpoint</source>
        <translation>保留最佳检查点</translation>
    </message>
    <message>
        <source>That of the least validation loss, in a file beside the last one</source>
        <translation>验证损失最小的检查点，存于最后检查点旁的文件中</translation>
    </message>
    <message>
        <source>Sample every</source>
        <translation>采样间隔</translation>
    </message>
    <message>
        <source>Steps between two samples of what the model says</source>
        <translation>两次采样模型输出之间的步数</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source> steps</source>
        <translation> 步</translation>
    </message>
    <message>
        <source>Find a Rate…</source>
        <translation>寻找学习率…</translation>
    </message>
    <message>
        <source>Lets the rate grow from step to step and draws the loss over it</source>
        <translation>让学习率逐步增大，并绘出相应的损失</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Stops early after so many validations without improvement; the model is the best that there was</source>
        <translation>连续这么多次验证没有改进便提前停止；模型取其最佳者</translation>
    </message>
    <message>
        <source>no early stop</source>
        <translation>不提前停止</translation>
    </message>
    <message>
        <source> validations</source>
        <translation> 次验证</translation>
    </message>
    <message>
        <source>Least improvement</source>
        <translation>最小改进</translation>
    </message>
    <message>
        <source>Nats that the validation loss must fall by to be better</source>
        <translation>验证损失须下降多少奈特才算改进</translation>
    </message>
    <message>
        <source>β₁</source>
        <translation>β₁</translation>
    </message>
    <message>
        <source>How much of AdamW&apos;s mean of gradients a step keeps: 0.9 looks back on about 10 steps</source>
        <translation>每一步保留多少 AdamW 的梯度均值：0.9 约回顾 10 步</translation>
    </message>
    <message>
        <source>β₂</source>
        <translation>β₂</translation>
    </message>
    <message>
        <source>How much of AdamW&apos;s mean of squared gradients a step keeps: 0.999 looks back on about 1,000 steps; short runs of transformers take 0.95 to 0.99</source>
        <translation>每一步保留多少 AdamW 的梯度平方均值：0.999 约回顾 1,000 步；Transformer 的短训练取 0.95 至 0.99</translation>
    </message>
    <message>
        <source>Single (float32)</source>
        <translation>单精度 (float32)</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>What the products of a step are computed in: bfloat16 rounds what is multiplied to 8 bits, which this processor does faster. Weights and sums stay in single precision.</source>
        <translation>每步的乘法所用的精度：bfloat16 把相乘的数舍入到 8 位有效位，本处理器算得更快。权重与求和仍为单精度。</translation>
    </message>
    <message>
        <source>What the products of a step are computed in: bfloat16 rounds what is multiplied to 8 bits. This processor has no such products: it learns the same, no faster.</source>
        <translation>每步的乘法所用的精度：bfloat16 把相乘的数舍入到 8 位有效位。本处理器没有这种乘法：学到的相同，但不会更快。</translation>
    </message>
</context>
<context>
    <name>training::VocabularySize</name>
    <message>
        <source>Counting the vocabulary</source>
        <translation>正在统计词表</translation>
    </message>
</context>
<context>
    <name>window::About</name>
    <message>
        <source>Explore language models, from counting bigrams to chatting.

Library: %1
Qt %2
</source>
        <translation>探索语言模型：从统计二元语法到与模型聊天。

资料库：%1
Qt %2
</translation>
    </message>
    <message>
        <source>LibTorch is loaded when it is first needed.</source>
        <translation>LibTorch 会在首次需要时加载。</translation>
    </message>
    <message>
        <source>

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>

自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。</translation>
    </message>
    <message>
        <source>About Ngramophone</source>
        <translation>关于 Ngramophone</translation>
    </message>
    <message>
        <source>Ngramophone %1</source>
        <translation>Ngramophone %1</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>window::CsvExport</name>
    <message>
        <source>The table changed while it was exported. Export it again.</source>
        <translation>导出过程中表格发生了变化。请重新导出。</translation>
    </message>
</context>
<context>
    <name>window::EmptyState</name>
    <message>
        <source>Train an &amp;N-gram Model</source>
        <translation>训练 N 元模型(&amp;N)</translation>
    </message>
    <message>
        <source>Train a N&amp;eural Model</source>
        <translation>训练神经模型(&amp;E)</translation>
    </message>
</context>
<context>
    <name>window::ExplanationTree</name>
    <message>
        <source>How the probability came about</source>
        <translation>概率是怎样得来的</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>项</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Export Explanation</source>
        <translation>导出解释</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>&amp;Copy All</source>
        <translation>全部复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export as CSV…</source>
        <translation>导出为 CSV(&amp;E)…</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>由 %1 得出</translation>
    </message>
    <message>
        <source>%1, “%2”: %3</source>
        <translation>%1，“%2”：%3</translation>
    </message>
</context>
<context>
    <name>window::FieldMaker</name>
    <message>
        <source>%1:</source>
        <translation>%1：</translation>
    </message>
</context>
<context>
    <name>window::FolderExchange</name>
    <message>
        <source>Import a Hugging Face Model: the Folder with config.json</source>
        <translation>导入 Hugging Face 模型：含有 config.json 的文件夹</translation>
    </message>
    <message>
        <source>Export as Hugging Face Model</source>
        <translation>导出为 Hugging Face 模型</translation>
    </message>
    <message>
        <source>&amp;Model:</source>
        <translation>模型(&amp;M)：</translation>
    </message>
    <message>
        <source>Export to a Folder</source>
        <translation>导出到文件夹</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>There is no neural network in the library yet. Train one on the Training page, or import one.</source>
        <translation>资料库中还没有神经网络。请在“训练”页面训练一个，或导入一个。</translation>
    </message>
    <message>
        <source>Delete Imported Model</source>
        <translation>删除导入的模型</translation>
    </message>
    <message>
        <source>Delete the model “%1”?</source>
        <translation>删除模型“%1”？</translation>
    </message>
    <message>
        <source>It is removed from the library. The folder that it was imported from stays, as do conversations with it and what was trained from it.</source>
        <translation>它将从资料库中移除。导入时的文件夹、与它的对话以及由它训练出的模型都会保留。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>There is no imported model in the library. A model that a run has made is deleted with its run, on the Training page.</source>
        <translation>资料库中没有导入的模型。由训练运行生成的模型，请在“训练”页面随该运行一起删除。</translation>
    </message>
</context>
<context>
    <name>window::MainWindow</name>
    <message>
        <source>%1 – Ngramophone</source>
        <translation>%1 – Ngramophone</translation>
    </message>
    <message>
        <source>Open Files as One Corpus</source>
        <translation>将文件作为一个语料库打开</translation>
    </message>
    <message>
        <source>Open a Folder of Text as One Corpus</source>
        <translation>将文本文件夹作为一个语料库打开</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are still running. Stop them and quit? Training keeps what it has learnt; an import begins again the next time.</source>
        <translation>
            <numerusform>仍有 %n 个任务在运行。停止它们并退出？训练会保留所学内容；导入则会在下次重新开始。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::Meanings</name>
    <message>
        <source>how often the n-gram stands in the text</source>
        <translation>n 元组在文本中出现的次数</translation>
    </message>
    <message>
        <source>how often the history was followed by something</source>
        <translation>历史之后出现过词元的次数</translation>
    </message>
    <message>
        <source>adjusted count: at the highest order how often the n-gram stands in the text, below it after how many different tokens</source>
        <translation>调整计数：最高阶为 n 元组在文本中出现的次数，较低阶为它前面出现过的不同词元的个数</translation>
    </message>
    <message>
        <source>sum of the adjusted counts of all that followed the history</source>
        <translation>历史之后所有词元的调整计数之和</translation>
    </message>
    <message>
        <source>discount: what is taken from each count, estimated from how many n-grams were seen once and twice, or set by hand</source>
        <translation>折扣：从每个计数中减去的量，由出现一次和两次的 n 元组个数估计，或手工设定</translation>
    </message>
    <message>
        <source>Good and Turing&apos;s discount: the part of the count that stays</source>
        <translation>Good-Turing 折扣：计数中保留的部分</translation>
    </message>
    <message>
        <source>discount of an adjusted count of 1</source>
        <translation>调整计数为 1 时的折扣</translation>
    </message>
    <message>
        <source>discount of an adjusted count of 2</source>
        <translation>调整计数为 2 时的折扣</translation>
    </message>
    <message>
        <source>discount of an adjusted count of 3 or more</source>
        <translation>调整计数为 3 及以上时的折扣</translation>
    </message>
    <message>
        <source>different tokens that followed the history</source>
        <translation>历史之后出现过的不同词元的个数</translation>
    </message>
    <message>
        <source>tokens that followed the history with an adjusted count of 1</source>
        <translation>历史之后调整计数为 1 的词元个数</translation>
    </message>
    <message>
        <source>tokens that followed the history with an adjusted count of 2</source>
        <translation>历史之后调整计数为 2 的词元个数</translation>
    </message>
    <message>
        <source>tokens that followed the history with an adjusted count of 3 or more</source>
        <translation>历史之后调整计数为 3 及以上的词元个数</translation>
    </message>
    <message>
        <source>interpolation weight: what the discounts took away, for the shorter history</source>
        <translation>插值权重：折扣减去的部分，留给更短的历史</translation>
    </message>
    <message>
        <source>back-off weight: what is left for tokens not seen after the history</source>
        <translation>回退权重：留给历史之后未出现过的词元的部分</translation>
    </message>
    <message>
        <source>interpolation weight, estimated from the text, by hand, or of the first model of a mixture</source>
        <translation>插值权重：由文本估计、手工设定，或混合模型中第一个模型的权重</translation>
    </message>
    <message>
        <source>what add-k adds to each count</source>
        <translation>加 k 法给每个计数加上的数</translation>
    </message>
    <message>
        <source>tokens that can come next</source>
        <translation>可能出现的下一个词元的个数</translation>
    </message>
    <message>
        <source>the probability after the history without its first token</source>
        <translation>去掉历史的第一个词元之后的概率</translation>
    </message>
    <message>
        <source>stands in the table of probabilities</source>
        <translation>写在概率表中</translation>
    </message>
    <message>
        <source>the first model&apos;s probability</source>
        <translation>第一个模型的概率</translation>
    </message>
    <message>
        <source>the second model&apos;s probability</source>
        <translation>第二个模型的概率</translation>
    </message>
    <message>
        <source>count in the text</source>
        <translation>在文本中的计数</translation>
    </message>
    <message>
        <source>tokens of the text, the ends of sentences included</source>
        <translation>文本的词元数，包括句子的结尾</translation>
    </message>
    <message>
        <source>the discount of one for all counts, from which the three are estimated</source>
        <translation>所有计数共用一个折扣时的折扣，三个折扣由它估计</translation>
    </message>
    <message>
        <source>Good and Turing&apos;s estimate of the count: (C + 1) times the number of n-grams seen once more, over the number of those seen as often</source>
        <translation>Good-Turing 对计数的估计：(C + 1) 乘以多出现一次的 n 元组的个数，再除以出现次数相同的 n 元组的个数</translation>
    </message>
    <message>
        <source>what makes the discounts end at a count of 5: 6 n6 / n1</source>
        <translation>使折扣在计数 5 处结束的量：6 n6 / n1</translation>
    </message>
    <message>
        <source>probabilities of the tokens that followed the history</source>
        <translation>历史之后出现过的词元的概率之和</translation>
    </message>
    <message>
        <source>probabilities of the same tokens after the history without its first token</source>
        <translation>同样这些词元在去掉第一个词元的历史之后的概率之和</translation>
    </message>
    <message>
        <source>n-grams of this length with the count %1 (in the estimator&apos;s way of counting)</source>
        <translation>这一长度、计数为 %1 的 n 元组的个数（按该估计方法的计数方式）</translation>
    </message>
</context>
<context>
    <name>window::MenuBar</name>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open Files…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Open F&amp;older…</source>
        <translation>打开文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;Sample Corpus</source>
        <translation>打开示例语料库(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Train an &amp;N-gram Model</source>
        <translation>训练 N 元模型(&amp;N)</translation>
    </message>
    <message>
        <source>Train a Neural &amp;Model</source>
        <translation>训练神经模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Inspect a Model</source>
        <translation>检视模型(&amp;I)</translation>
    </message>
    <message>
        <source>Com&amp;pare Models</source>
        <translation>比较模型(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Chat with a Model</source>
        <translation>与模型聊天(&amp;C)</translation>
    </message>
    <message>
        <source>Import &amp;Hugging Face Model…</source>
        <translation>导入 Hugging Face 模型(&amp;H)…</translation>
    </message>
    <message>
        <source>E&amp;xport as Hugging Face Model…</source>
        <translation>导出为 Hugging Face 模型(&amp;X)…</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>Open &amp;Library Folder</source>
        <translation>打开资料库文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Licence</source>
        <translation>许可证(&amp;L)</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>关于 Qt(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;About Ngramophone</source>
        <translation>关于 Ngramophone(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Delete Imported Model…</source>
        <translation>删除导入的模型(&amp;D)…</translation>
    </message>
</context>
<context>
    <name>window::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>忽略此消息</translation>
    </message>
</context>
<context>
    <name>window::Mode</name>
    <message>
        <source>Corpora</source>
        <translation>语料库</translation>
    </message>
    <message>
        <source>N-grams</source>
        <translation>N 元语法</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检视</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
</context>
<context>
    <name>window::ModeBar</name>
    <message>
        <source>Modes</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>window::Names</name>
    <message>
        <source>Maximum likelihood</source>
        <translation>最大似然</translation>
    </message>
    <message>
        <source>Add-k</source>
        <translation>加 k 平滑</translation>
    </message>
    <message>
        <source>Good-Turing, Katz back-off</source>
        <translation>Good-Turing（Katz 回退）</translation>
    </message>
    <message>
        <source>Jelinek-Mercer</source>
        <translation>Jelinek-Mercer</translation>
    </message>
    <message>
        <source>Witten-Bell</source>
        <translation>Witten-Bell</translation>
    </message>
    <message>
        <source>Absolute discounting</source>
        <translation>绝对折扣</translation>
    </message>
    <message>
        <source>Kneser-Ney</source>
        <translation>Kneser-Ney</translation>
    </message>
    <message>
        <source>Modified Kneser-Ney</source>
        <translation>修正 Kneser-Ney</translation>
    </message>
    <message>
        <source>Stupid back-off</source>
        <translation>愚蠢回退</translation>
    </message>
    <message>
        <source>Table of probabilities with back-off</source>
        <translation>带回退的概率表</translation>
    </message>
    <message>
        <source>Mixture</source>
        <translation>混合模型</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Grapheme clusters</source>
        <translation>字素簇</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>White space</source>
        <translation>按空白切分</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Byte-pair encoding</source>
        <translation>字节对编码</translation>
    </message>
    <message>
        <source>WordPiece</source>
        <translation>WordPiece 词片</translation>
    </message>
    <message>
        <source>Unigram pieces</source>
        <translation>Unigram 词片</translation>
    </message>
</context>
<context>
    <name>window::OccurrencePanel</name>
    <message>
        <source>&amp;Index the Corpus</source>
        <translation>为语料库建立索引(&amp;I)</translation>
    </message>
    <message>
        <source>Once indexed, n-grams of any length are found at once, and Chat tells what a reply has from the training text.</source>
        <translation>建立索引后，任意长度的 N 元语法都能立即找到，聊天页也会指出回复中哪些内容来自训练文本。</translation>
    </message>
    <message>
        <source>Indexing…</source>
        <translation>正在建立索引…</translation>
    </message>
    <message>
        <source>This model does not know the text it was made from.</source>
        <translation>此模型没有记录它所用的训练文本。</translation>
    </message>
    <message>
        <source>Looking through the corpus…</source>
        <translation>正在语料库中查找…</translation>
    </message>
    <message>
        <source>Find lines</source>
        <translation>查找行</translation>
    </message>
    <message>
        <source>Stands in the corpus %1 times; the first %2:</source>
        <translation>在语料库中出现 %1 次；前 %2 处：</translation>
    </message>
    <message>
        <source>Stands in the corpus: %1</source>
        <translation>在语料库中出现：%1 次</translation>
    </message>
    <message>
        <source>What comes next there: %1</source>
        <translation>其后出现：%1</translation>
    </message>
    <message>
        <source>Index %1</source>
        <translation>为 %1 建立索引</translation>
    </message>
    <message>
        <source>%1 is in no corpus of the library any more. Add it again to read it there.</source>
        <translation>资料库的语料库中已没有 %1。要在此阅读，请重新添加。</translation>
    </message>
</context>
<context>
    <name>window::OccurrenceView</name>
    <message>
        <source>Lines of the corpus</source>
        <translation>语料库中的行</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The file has gone or has changed.</source>
        <translation>该文件已不存在或已被修改。</translation>
    </message>
</context>
<context>
    <name>window::ScoreText</name>
    <message>
        <source>∞ because “%1” is not in the vocabulary: it has no probability.</source>
        <translation>∞：因为“%1”不在词表中，没有概率。</translation>
    </message>
    <message>
        <source>∞ because “%1” never stands in the text: P(%1) = 0.</source>
        <translation>∞：因为“%1”从未在文本中出现：P(%1) = 0。</translation>
    </message>
    <message>
        <source>∞ because “%2” never followed “%1” in the text: P(%2 | %1) = 0.</source>
        <translation>∞：因为在文本中“%2”从未跟在“%1”之后：P(%2 | %1) = 0。</translation>
    </message>
</context>
<context>
    <name>window::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Added to the system&apos;s font size.</source>
        <translation>在系统字号的基础上增减。</translation>
    </message>
    <message>
        <source>Start the program with --library FOLDER to keep everything somewhere else.</source>
        <translation>要将所有内容保存在别处，请用 --library 文件夹 启动本程序。</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>&amp;Theme:</source>
        <translation>主题(&amp;T)：</translation>
    </message>
    <message>
        <source>Library &amp;folder:</source>
        <translation>资料库文件夹(&amp;F)：</translation>
    </message>
    <message>
        <source>Add to &amp;font size:</source>
        <translation>字号增减(&amp;F)：</translation>
    </message>
</context>
<context>
    <name>window::TableView</name>
    <message>
        <source>These are too many rows for the clipboard. Select fewer, or export the table.</source>
        <translation>行数太多，剪贴板放不下。请少选一些，或导出表格。</translation>
    </message>
    <message>
        <source>Export Table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Exporting the table…</source>
        <translation>正在导出表格…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export as CSV…</source>
        <translation>导出为 CSV(&amp;E)…</translation>
    </message>
    <message>
        <source>Not all rows are known yet. Export the table when it is sorted.</source>
        <translation>尚未得知全部各行。请在表格排序完成后导出。</translation>
    </message>
    <message>
        <source>C&amp;olumns</source>
        <translation>列(&amp;O)</translation>
    </message>
</context>
<context>
    <name>window::TextFields</name>
    <message>
        <source>Co&amp;rpora</source>
        <translation>语料库(&amp;R)</translation>
    </message>
    <message>
        <source>The text to learn from</source>
        <translation>供学习的文本</translation>
    </message>
    <message>
        <source>There is no corpus yet: a model is trained on text.</source>
        <translation>还没有语料库：模型要用文本来训练。</translation>
    </message>
    <message>
        <source>Open Text Files…</source>
        <translation>打开文本文件…</translation>
    </message>
    <message>
        <source>To&amp;kenizer</source>
        <translation>分词器(&amp;K)</translation>
    </message>
    <message>
        <source>How text is cut into tokens</source>
        <translation>将文本切分为词元的方式</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>What stands between &lt;s&gt; and &lt;/s&gt;</source>
        <translation>位于 &lt;s&gt; 与 &lt;/s&gt; 之间的内容</translation>
    </message>
    <message>
        <source>Each line</source>
        <translation>每行</translation>
    </message>
    <message>
        <source>Each document</source>
        <translation>每个文档</translation>
    </message>
    <message>
        <source>&amp;Ignore upper and lower case</source>
        <translation>忽略大小写(&amp;I)</translation>
    </message>
    <message>
        <source>&quot;The&quot; and &quot;the&quot; are one token</source>
        <translation>“The”和“the”视为同一个词元</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>How many tokens to keep, the most frequent first; the others become &lt;unk&gt;. The boundary tokens are not counted.</source>
        <translation>保留多少个词元，最常见者优先；其余变为 &lt;unk&gt;。不含边界词元。</translation>
    </message>
    <message>
        <source>all tokens</source>
        <translation>全部词元</translation>
    </message>
    <message>
        <source>Minimum count</source>
        <translation>最小计数</translation>
    </message>
    <message>
        <source>Tokens rarer than this become &lt;unk&gt;</source>
        <translation>比这更少见的词元变为 &lt;unk&gt;</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Open Text Files</source>
        <translation>打开文本文件</translation>
    </message>
    <message>
        <source>%1 (%2 tokens)</source>
        <translation>%1（%2 个词元）</translation>
    </message>
    <message>
        <source>Still being imported</source>
        <translation>仍在导入</translation>
    </message>
    <message>
        <source>Words and punctuation marks, also of Chinese or Thai.</source>
        <translation>词和标点符号，也适用于中文和泰文。</translation>
    </message>
    <message>
        <source>Single characters, spaces among them (Unicode scalar values).</source>
        <translation>单个字符，包括空格（Unicode 标量值）。</translation>
    </message>
    <message>
        <source>What a person calls a character, accents and all.</source>
        <translation>人们眼中的一个字符，包括其附加符号。</translation>
    </message>
    <message>
        <source>What stands between spaces, as n-gram toolkits take it.</source>
        <translation>空格之间的内容，与常见 N 元工具包的做法相同。</translation>
    </message>
    <message>
        <source>The bytes of UTF-8: 256 tokens, nothing is ever unknown.</source>
        <translation>UTF-8 的字节：256 个词元，不会有未知词元。</translation>
    </message>
    <message>
        <source>There is no corpus yet. Open a text file with File &gt; Open.</source>
        <translation>还没有语料库。请用“文件 &gt; 打开文件”打开文本文件。</translation>
    </message>
    <message>
        <source>Check at least one corpus to learn from.</source>
        <translation>请至少勾选一个供学习的语料库。</translation>
    </message>
</context>
<context>
    <name>window::Workspace</name>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message numerus="yes">
        <source>Import %1 and %n more</source>
        <translation>
            <numerusform>导入 %1 及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Import the sample corpus</source>
        <translation>导入示例语料库</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>校验 %1</translation>
    </message>
</context>
</TS>
