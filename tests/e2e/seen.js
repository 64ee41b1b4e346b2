() => {
 const out=[]; const vis=e=>{const r=e.getBoundingClientRect(),s=getComputedStyle(e);return r.width>0&&r.height>0&&s.visibility!=='hidden'&&s.display!=='none'};
 const cv=document.createElement('canvas');cv.width=cv.height=1;const cx=cv.getContext('2d',{willReadFrequently:true});
 const px=c=>{cx.clearRect(0,0,1,1);cx.fillStyle=c;cx.fillRect(0,0,1,1);const d=cx.getImageData(0,0,1,1).data;return [d[0],d[1],d[2],d[3]/255]};
 const over=(a,b)=>[0,1,2].map(i=>a[i]*a[3]+b[i]*(1-a[3])).concat(1);
 const bg=e=>{const st=[];for(let n=e;n;n=n.parentElement){const c=px(getComputedStyle(n).backgroundColor);if(c[3]>0){st.push(c);if(c[3]>=.999)break}}let b=px(getComputedStyle(document.documentElement).colorScheme.includes('dark')&&matchMedia('(prefers-color-scheme: dark)').matches?'#121212':'#fff');for(const c of st.reverse())b=over(c,b);return b};
 const lum=c=>{const f=c.slice(0,3).map(v=>{v/=255;return v<=.03928?v/12.92:((v+.055)/1.055)**2.4});return .2126*f[0]+.7152*f[1]+.0722*f[2]};
 const ratio=(a,b)=>{const x=lum(a),y=lum(b);return (Math.max(x,y)+.05)/(Math.min(x,y)+.05)};
 const seen=new Set();
 const w=document.createTreeWalker(document.body,NodeFilter.SHOW_TEXT);
 while(w.nextNode()){const t=w.currentNode;if(!t.textContent.trim())continue;const e=t.parentElement;if(!e||['SCRIPT','STYLE','OPTION'].includes(e.tagName)||!vis(e)||e.closest('.sr-only'))continue;
  const s=getComputedStyle(e),b=bg(e),c=over(px(s.color),b),r=ratio(c,b),big=parseFloat(s.fontSize)>=24||(parseFloat(s.fontSize)>=18.66&&+s.fontWeight>=700);
  const key=e.className+'|'+s.color+'|'+b.join();if(r<(big?3:4.5)&&!seen.has(key)){seen.add(key);out.push(`contrast ${r.toFixed(2)} ${e.tagName}.${e.className} "${t.textContent.trim().slice(0,40)}"`)}}
 for(const e of document.querySelectorAll('input,select,textarea')){if(e.type==='hidden'||!vis(e))continue;
  const name=(e.labels&&[...e.labels].map(l=>l.textContent.trim()).join(' '))||e.getAttribute('aria-label')||(e.getAttribute('aria-labelledby')&&document.getElementById(e.getAttribute('aria-labelledby'))?.textContent)||e.title;
  if(!name)out.push(`noname ${e.outerHTML.slice(0,140)}`);
  if(!['checkbox','radio','file','submit'].includes(e.type)){const s=getComputedStyle(e),b=bg(e.parentElement),r=ratio(over(px(s.borderTopColor),b),b);const k='b'+s.borderTopColor+b.join();if(parseFloat(s.borderTopWidth)&&r<3&&!e.disabled&&!e.readOnly&&!seen.has(k)){seen.add(k);out.push(`border ${r.toFixed(2)} ${e.id||e.name}`)}}}
 for(const e of document.querySelectorAll('a[href],button,summary,[role=button]')){if(!vis(e))continue;const n=(e.getAttribute('aria-label')||e.textContent).trim();if(!n)out.push(`noname ${e.outerHTML.slice(0,140)}`)}
 const ids={};for(const e of document.querySelectorAll('[id]'))ids[e.id]=(ids[e.id]||0)+1;for(const k in ids)if(ids[k]>1)out.push('dup id '+k);
 for(const a of ['aria-labelledby','aria-describedby','aria-controls','for'])for(const e of document.querySelectorAll(`[${a}]`))for(const i of e.getAttribute(a).split(/\s+/))if(i&&!document.getElementById(i))out.push(`ref ${a}=${i}`);
 for(const e of document.querySelectorAll('img:not([alt])'))out.push('img alt '+e.src);
 let last=0;for(const e of document.querySelectorAll('main h1,main h2,main h3,main h4')){if(!vis(e))continue;const l=+e.tagName[1];if(l>last+1)out.push(`heading h${last}->h${l} ${e.textContent.trim().slice(0,30)}`);last=l}
 if(document.querySelectorAll('h1').length!==1&&document.querySelector('main'))out.push('h1 count '+document.querySelectorAll('h1').length);
 for(const e of document.querySelectorAll('ul,ol'))for(const c of e.children)if(!['LI','SCRIPT','TEMPLATE'].includes(c.tagName)&&e.getAttribute('role')!=='listbox')out.push(`list child ${c.tagName} in ${e.className}`);
 for(const e of document.querySelectorAll('dl'))for(const c of e.children)if(!['DT','DD','DIV'].includes(c.tagName))out.push('dl child '+c.tagName);
 for(const e of document.querySelectorAll('table')){if(!e.querySelector('th'))out.push('table th');if(!e.caption&&!e.getAttribute('aria-label'))out.push('table caption '+e.className)}
 for(const e of document.querySelectorAll('[style]'))if(!e.closest('.lookup-list'))out.push('style attr '+e.outerHTML.slice(0,80));
 for(const e of document.querySelectorAll('*'))for(const a of e.attributes)if(/^on/.test(a.name))out.push('handler '+a.name);
 return [...new Set(out)];
}
